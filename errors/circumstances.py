# ruff: noqa: E501, RUF001 -- patterns and rows are easier to read in one line; texts hold full-width punctuation
"""What a text says around an error: what was being done, to which paths, and by which program."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["operation_of", "paths_of", "tool_of"]

# --- the operation ---

# What words say of it, in lower case, as they are written in a sentence: the last before the error is it. A word of a
# longer one, or of one that says more, comes after that; "link" alone is a symbolic one in most tools.
_WORDS = {
    "junction": "junction|mount point|minor version link directory|minor version link|reparse point",
    "symlink": "symlink|symbolic link|symbolische|lien symbolique|enlace simbólico|link simbólico|collegamento simbolico|mklink|createsymboliclink|符号链接|シンボリック| link |link`|-link",
    "hardlink": "hardlink|hard link|hard-link|createhardlink|lien physique|硬链接|ハードリンク",
    "clone": "reflink|ficlone|clonefile|copy-on-write",
    "rename": "renam|persist|movefile|os.replace|umbenenn|verschieb|renomme|déplacer|renombrar|renomear|rinomina|hernoem|переимен|重命名|移动|移動|名前を変更| move |moving|moved| mv ",
    "copy": " copy|copyfile|copying|kopier|copier|copiar|copiare|kopi|kopír|скопир|копир|复制|複製|コピー|복사",
    "delete": "remov|delet|unlink|rmdir|uninstall|rmtree| rm | clean |cleaning|lösch|entfern|supprim|eliminar|borrar|excluir|eliminare|rimuov|verwijder|usun|smaz|удал|删除|刪除|削除|삭제|卸载",
    "mkdir": "mkdir|makedirs|create director|create the director|create a director|create folder|creating director|verzeichnis erstellen|verzeichnis anlegen|create directory|创建目录|フォルダーを作成",
    "extract": "applylayer|extract|unpack|unzip|untar|entpack|décompress|extraer|estrarre|распак|解压|解壓|展開",
    "lock": " lock |lock file|locking|flock|lockfile| verrou|锁",
    "exec": "spawn|execut|execv|execve|createprocess|launch|shellexecute|start process|create process|failed to run|could not run|cannot run|running command|subprocess|ausführ|exécut|ejecut|esegui|запус|执行|运行|実行|postinstall",
    "load-library": "loadlibrary|dll load|dlopen|shared object|error loading|load library|shared library|loading shared libraries|load native",
    "connect": "connect to|connection to|connecting|connect error|getaddrinfo|socket|dial tcp|resolve host|подключ|连接|接続",
    "fetch": "download|fetch|http://|https://|pulling|clone failed|cloning|retrieve|herunterlad|télécharg|descarg|baixar|scarica|скача|загруз|下载|下載|ダウンロード|다운로드",
    "write": "writ|updat|saving|to save|flush|schreib|speicher|écrire|enregistr|escribir|guardar|gravar|salvar|scriver|schrijv|zapis|запис|сохран|写入|寫入|保存|書き込",
    "build": "build wheel|compil|c1083|include file",
    "create": "creat|erstell|anleg|créer|crear|criar|creare|aanmak|utworz|vytvoř|созда|创建|建立|作成|만들",
    "read": " read|reading|to open| open |opening|cannot stat|scandir| scan |scanning|list dir|enumerat|öffn|lesen|ouvrir|lire|abrir|leer|aprire|leggere|openen|otworz|otevř|откры|чтен|打开|讀取|读取|開く|開け|読み",
    "verify": "verif",
    "install": "",
}  # fmt: skip
_NEARBY = 300  # characters before an error whose words say what was being done
_AFTER = 80  # characters after it
# What a call says, where a tool names it.
_CALLS = {
    "open": "read", "openat": "read", "read": "read", "stat": "read", "lstat": "read", "scandir": "read", "readdir": "read",
    "readlink": "read", "access": "read", "realpath": "read", "write": "write", "fsync": "write", "ftruncate": "write",
    "unlink": "delete", "rmdir": "delete", "rm": "delete", "remove": "delete", "removeall": "delete", "unlinkat": "delete",
    "mkdir": "mkdir", "mkdirat": "mkdir", "mkdtemp": "mkdir", "rename": "rename", "renameat": "rename", "movefileex": "rename", "movefile": "rename",
    "symlink": "symlink", "link": "hardlink", "copyfile": "copy", "clonefile": "clone", "spawn": "exec", "execve": "exec",
    "fork/exec": "exec", "exec": "exec", "connect": "connect", "connectex": "connect", "getaddrinfo": "connect", "dlopen": "load-library",
    "loadlibrary": "load-library", "createfile": "read", "createprocess": "exec", "deletefile": "delete", "createdirectory": "mkdir",
    "createsymboliclink": "symlink", "createhardlink": "hardlink", "flock": "lock", "lock": "lock", "chmod": "write", "chown": "write",
    "futime": "write", "utime": "write", "uv_spawn": "exec", "bind": "connect", "listen": "connect",
}  # fmt: skip
_CALL = re.compile(
    r"\bsyscall['\"]?[:=]?\s{1,3}['\"]?([a-z]{2,12})\b"  # Node
    r"|\bE[A-Z]{3,14}: [a-z ,'-]{3,60}, ([a-z]{2,12})\b"
    r"|\(\d{1,5}, '([A-Z]\w{2,40}?)(?:Ex)?[AW]?', "  # pywin32
    r"|(?:^|[\s:(])(?<!cannot )((?:fork/exec|openat|open|unlinkat|unlink|mkdir|rename|symlink|link|lstat|stat|readlink|remove|write|connectex|connect|dial)) (?=[/\\.\"'`A-Za-z0-9_<])[^\n:]{1,300}: (?=[A-Za-z]|$)",  # Go
    re.MULTILINE,
)
# What some programs do, by their name before the error.
_PROGRAMS = {
    "cp": "copy", "mv": "rename", "rm": "delete", "rmdir": "delete", "mkdir": "mkdir", "tee": "write", "touch": "create",
    "bash": "exec", "sh": "exec", "zsh": "exec", "env": "exec", "sudo": "exec", "cat": "read", "ls": "read", "xcopy": "copy",
}  # fmt: skip
_SAID_BY = re.compile(
    r"^(?:/(?:usr/)?bin/)?(cp|mv|rm|rmdir|mkdir|tee|touch|bash|sh|zsh|env|sudo|cat|ls|xcopy|ln)(?:: line \d{1,6})?: "
    r"|^\S{1,200}: line \d{1,6}: ",
    re.MULTILINE,
)
# What only one operation meets, whatever else a text speaks of.
_SURELY = {
    "ERROR_PRIVILEGE_NOT_HELD": "symlink", "ERROR_CLOUD_FILE_INCOMPATIBLE_HARDLINKS": "hardlink", "ERROR_TOO_MANY_LINKS": "hardlink",
    "EMLINK": "hardlink", "ERROR_NOT_A_REPARSE_POINT": "junction", "ERROR_UNTRUSTED_MOUNT_POINT": "junction",
    "ERROR_ELEVATION_REQUIRED": "exec", "ERROR_MOD_NOT_FOUND": "load-library", "ERROR_PROC_NOT_FOUND": "load-library",
    "STATUS_DLL_NOT_FOUND": "load-library", "STATUS_ENTRYPOINT_NOT_FOUND": "load-library", "STATUS_DLL_INIT_FAILED": "load-library",
    "ERROR_DLL_INIT_FAILED": "load-library", "ENOEXEC": "exec", "ERROR_BAD_EXE_FORMAT": "exec", "STATUS_ACCESS_VIOLATION": "exec",
}  # fmt: skip
# What is likelier than nothing.
_LIKELY = {
    "EXDEV": "rename", "ERROR_NOT_SAME_DEVICE": "rename", "ENOTEMPTY": "delete", "ERROR_DIR_NOT_EMPTY": "delete",
    "ENOSPC": "write", "ERROR_DISK_FULL": "write", "EDQUOT": "write", "EROFS": "write", "ERROR_WRITE_PROTECT": "write", "ETXTBSY": "write",
    "EFBIG": "write", "ERROR_USER_MAPPED_FILE": "write", "ERROR_ALREADY_EXISTS": "create", "ERROR_FILE_EXISTS": "create",
    "ECONNREFUSED": "connect", "ECONNRESET": "connect", "ETIMEDOUT": "connect", "EHOSTUNREACH": "connect", "ENETUNREACH": "connect",
    "WSAECONNREFUSED": "connect", "WSAECONNRESET": "connect", "WSAETIMEDOUT": "connect", "WSAEHOSTUNREACH": "connect", "EADDRINUSE": "connect",
    "EEXIST": "create", "ERROR_DIRECTORY": "exec", "WSAECONNABORTED": "connect", "ENETDOWN": "connect",
}  # fmt: skip
_BY_NAMESPACE = {"http": "fetch", "tls": "fetch", "curl": "fetch"}
_OF_THE_WEB = ("ERROR_INTERNET_", "ERROR_WINHTTP_", "WININET_E_", "CRYPT_E_", "SEC_E_", "CERT_E_")
_CMDLETS = {
    "remove-item": "delete", "copy-item": "copy", "move-item": "rename", "rename-item": "rename", "new-item": "create",
    "expand-archive": "extract", "get-content": "read", "set-content": "write", "out-file": "write", "start-process": "exec",
    "invoke-webrequest": "fetch", "invoke-restmethod": "fetch", "get-childitem": "read",
}  # fmt: skip
_CMDLET = re.compile(r"^([A-Z][a-z]+-[A-Z]\w+) ?: ", re.MULTILINE)
# What is opened or made for a purpose that the line names too.
_PURPOSES = ("lock", "load-library", "mkdir", "symlink", "hardlink")
_PLACE = re.compile(r"\S{0,400}[\\/]\S{0,400}|\S{1,80}\.(?:log|py|js|rs|go|txt|exe|dll)\b")


@cache
def _stems() -> list[tuple[str, str]]:
    return [(stem, operation) for operation, stems in _WORDS.items() for stem in stems.split("|") if stem]


def operation_of(
    before: str, words: str = "", after: str = "", symbol: str | None = None, namespace: str | None = None
) -> str | None:
    """Return what was being done: by a call's name, by a program's, by the last word before an error that says so.

    Args:
        before: What stands before the error.
        words: The error's own words.
        after: What follows them.
        symbol: The error's name, which may tell more.
        namespace: Whose it is.

    >>> operation_of("failed to rename file from a to b")
    'rename'
    """
    symbol = symbol or ""
    if sure := _SURELY.get(symbol) or _BY_NAMESPACE.get(namespace or ""):
        junction = sure == "symlink" and "junction" in before[-200:].lower()
        return "junction" if junction else sure
    if symbol.startswith(_OF_THE_WEB):
        return "fetch"
    return (
        _by_call(f"{before}{words}{after}")
        or _by_program(before)
        or _by_words(before, last=True)
        or _by_words(after, last=False)
        or _LIKELY.get(symbol)
        or ("connect" if namespace == "getaddrinfo" else None)
    )


def _by_call(text: str) -> str | None:
    calls = [next(filter(None, found.groups())).lower() for found in _CALL.finditer(text)]
    return _CALLS.get(calls[-1]) if calls else None


def _by_program(text: str) -> str | None:
    if programs := _SAID_BY.findall(text):
        program = programs[-1] or "bash"
        if program == "ln":
            return "hardlink" if "hard" in text.lower() else "symlink"
        return _PROGRAMS[program]
    cmdlets = _CMDLET.findall(text)
    return _CMDLETS.get(cmdlets[-1].lower()) if cmdlets else None


def _by_words(text: str, *, last: bool) -> str | None:
    lower = f" {_PLACE.sub(_kept_scheme, text).lower()} "
    lower = lower[-_NEARBY:] if last else lower[:_AFTER]
    best, best_place = None, -1
    for stem, operation in _stems():
        place = lower.rfind(stem) if last else lower.find(stem)
        if place < 0:
            continue
        end = place + len(stem)
        if best is None or (end > best_place if last else end < best_place):
            best, best_place = operation, end
    if best in ("read", "create") and last:
        line = lower.rstrip().rpartition("\n")[2]
        return next((each for each in _PURPOSES if any(stem in line for stem in _WORDS[each].split("|"))), best)
    return best


def _kept_scheme(found: re.Match[str]) -> str:
    """Leave a URL's scheme of what is cut out, since it tells of fetching; words in paths tell nothing."""
    scheme = re.search(r"https?://", found[0])
    return f" {scheme[0]} " if scheme else " "


# --- paths ---

_QUOTED = r"(?:'[^'\n]{1,600}'|\"[^\"\n]{1,600}\"|`[^`\n]{1,600}`|“[^”\n]{1,600}”|„[^“”\n]{1,600}[“”]|«[^»\n]{1,600}»|»[^«\n]{1,600}«|‘[^’\n]{1,600}’|「[^」\n]{1,600}」|『[^』\n]{1,600}』)"
_STOP = r"\s*?\"<>|：；，。（）［］【】「」『』«»“”"
_BARE = rf"(?:\\\\[^:{_STOP}]{{2,600}}|\\\\\?\\[A-Za-z]:\\[^:{_STOP}]{{1,600}}|[A-Za-z]:[\\/][^:{_STOP}]{{1,600}}|/[^{_STOP}:',]{{2,600}}|~/[^{_STOP}:',]{{1,600}})"
_PAIR = re.compile(
    rf"({_QUOTED}|{_BARE})\s{{1,9}}(?:->|=>|→|to|nach|in|en|vers|a|para|naar|на|в|как|as)\s{{1,9}}({_QUOTED}|{_BARE})"
)
_FROM_TO = re.compile(r"\bfrom\s{1,9}([^\n]{2,400}?)\s{1,9}to\s{1,9}([^\n]{2,400}?)(?::?\s*$|:\s)", re.MULTILINE)
_FIELDS = re.compile(
    r"(?:^[^\n]{0,40}\s|^|[{,]\s{0,9})['\"]?(path|dest)['\"]?:?\s{1,4}(?:'([^'\n]{1,600})'|\"([^\"\n]{1,600})\"|([^\s'\"][^\n]{0,600}))",
    re.MULTILINE,
)
_ONE = re.compile(rf"{_QUOTED}|(?<![\w:/.\\-]){_BARE}")
_NAMED = re.compile(
    rf"(?:pfad|path|datei|file|director(?:y|io)|folder|ordner|chemin|fichier|ruta|archivo|percorso|caminho|arquivo|bestand|pad)\s({_QUOTED})",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.\w{1,12}$")
_NO_PATH = re.compile(r"://|^/[a-z]$|^https?:|[<>|\n]|\s(?:the|is|not|to|of)\s")


def paths_of(before: str, after: str) -> tuple[str, ...]:
    r"""Return the path or both paths that an error is about.

    Args:
        before: The lines up to the error.
        after: The rest of its line.

    >>> paths_of("", ": 'C:\\\\a' -> 'C:\\\\b'")
    ('C:\\a', 'C:\\b')
    """
    for text in (after, before):
        pairs = [found for pattern in (_PAIR, _FROM_TO) for found in pattern.finditer(text) if _are_paths(found)]
        if pairs:
            chosen = pairs[0] if text is after else max(pairs, key=lambda found: found.start())
            return _plain(chosen[1]), _plain(chosen[2])
    fields = {found[1]: _plain(found[2] or found[3] or found[4]) for found in _FIELDS.finditer(f"{before}{after}")}
    if _is_path(fields.get("path", "")):
        return (fields["path"], fields["dest"]) if "dest" in fields else (fields["path"],)
    line = before.rpartition("\n")[2]
    for text in (after, line, before):
        found = [plain for each in _ONE.finditer(text) if _is_path(plain := _plain(each[0]))]
        if found:
            return (found[0] if text is after else found[-1],)
        if named := [_plain(each[1]) for each in _NAMED.finditer(text)]:
            return (named[-1],)
    return ()


def _are_paths(pair: re.Match[str]) -> bool:
    first, second = _plain(pair[1]), _plain(pair[2])
    return _is_path(first) or _is_path(second) or (pair[1][:1] in "'\"`" and pair[2][:1] in "'\"`")


def _is_path(text: str) -> bool:
    return ("/" in text or "\\" in text or bool(_FILE.search(text))) and not _NO_PATH.search(text)


def _plain(quoted: str) -> str:
    """Return a path without its quotes, and without the backslashes that a representation doubles."""
    if quoted[:1] in "'\"`“„«»‘「『" and len(quoted) > 1:
        quoted = quoted[1:-1].strip("\u00a0\u202f ")
        return quoted.replace("\\\\", "\\") if "\\\\" in quoted[1:] else quoted
    return quoted.strip().rstrip(":.,;)]}'")


# --- the tool ---

# Its name; what a text must have one of, in lower case; the pattern.
_TOOLS = (
    ("npm", ("npm",), r"^npm (?:ERR!|error|WARN|warn)|\bnpm (?:install|ci|run)\b"),
    ("pnpm", ("pnpm",), r"ERR_PNPM|\bpnpm (?:install|add)\b"),
    ("yarn", ("yn0", "yarn"), r"\bYN\d{4}\b|\byarn (?:install|add)\b"),
    ("node-gyp", ("gyp err",), r"^gyp ERR!"),
    ("uv", ("uv ", "uv_", "uv\\", "uv/", "wheel", "distributions", "minor version"), r"\buv (?:pip|sync|add|run|tool|venv|cache|python|lock|init)\b|\bUV_[A-Z_]+|[\\/]uv[\\/]cache[\\/]|Failed to (?:download|prepare) distributions|Failed to fetch wheel|Python minor version link"),
    ("conda", ("conda", "repodata"), r"\bConda[A-Z]\w*Error\b|\bconda (?:install|create|update|env)\b|repodata\.json"),
    ("mamba", ("mamba",), r"\bmicromamba\b|\bmamba (?:install|create)\b"),
    ("poetry", ("poetry",), r"\bpoetry (?:install|add|update|lock)\b"),
    ("pipx", ("pipx",), r"\bpipx (?:install|run)\b"),
    ("pip", ("pip", "install packages", "ssl certificate", "retry("), r"\bpip3? install\b|[\\/]pip[\\/]_|\bpip\._|^ERROR: Could not install packages due to|There was a problem confirming the ssl certificate|^WARNING: Retrying \(Retry"),
    ("rustup", ("rustup",), r"\brustup\b"),
    ("cargo", ("cargo", "crates"), r"\bcargo(?: build| install| fmt| run| test)\b|crates\Wio\b|\.cargo[\\/]registry"),
    ("apt", ("e:", "w:", "err:"), r"^[EW]: |^Err:\d"),
    ("dnf", ("dnf", "yum"), r"^(?:dnf|yum): |\bdnf install\b"),
    ("brew", ("brew",), r"\bbrew (?:install|upgrade)\b|/opt/homebrew/"),
    ("winget", ("winget",), r"\b[Ww]in[Gg]et\b"),
    ("choco", ("choco",), r"\bchoco(?:latey)?\b"),
    ("scoop", ("scoop",), r"\bscoop (?:install|update)\b"),
    ("docker", ("docker", "daemon"), r"Error response from daemon|^docker: |\bdocker (?:run|build|pull)\b|dockerDesktop"),
    ("gradle", ("gradle", "build failed"), r"^FAILURE: Build failed with an exception|\bgradlew?\b"),
    ("maven", ("failed to execute goal",), r"^\[ERROR\] Failed to execute goal"),
    ("go", ("go: ", "go "), r"^go: |\bgo (?:get|build|install|mod)\b"),
    ("composer", ("composer",), r"\bcomposer (?:install|update)\b"),
    ("gem", ("gem ", "bundle"), r"\bgem install\b|\bbundle install\b"),
    ("msbuild", ("msb",), r"\berror MSB\d{4}\b"),
    ("cl", ("fatal error c",), r"fatal error C\d{4}:"),
    ("cmake", ("cmake",), r"^CMake Error"),
    ("powershell", ("fullyqualifiederrorid", "at line:", "-item", "-archive", "-process", "-webrequest", "-content"), r"\bFullyQualifiedErrorId\b|^At line:\d{1,6} char|^(?:New|Remove|Copy|Move|Rename|Set|Get|Expand|Start|Invoke)-[A-Z]\w+ ?: "),
    ("curl", ("curl",), r"\bcurl: \("),
    ("wget", ("wget",), r"^wget: "),
    ("git", ("fatal: ", "git "), r"^fatal: |\bgit (?:clone|fetch|pull|push|checkout)\b"),
    ("make", ("make",), r"^make(?:\[\d\])?: \*\*\*"),
)  # fmt: skip
_PROGRAM = re.compile(
    r"^(?:/(?:usr/)?s?bin/)?(bash|tar|cp|mv|rm|ln|tee|mkdir|git|gcc|cc|g\+\+|clang|ls|cat|touch|rmdir|install|chmod|chown|ld|rsync|unzip|ssh|scp|sudo|mount|dpkg|wget|find|du|df|sed|grep): ",
    re.MULTILINE,
)


@cache
def _pattern_of(tool: str) -> re.Pattern[str]:
    return next(re.compile(pattern, re.MULTILINE) for name, _, pattern in _TOOLS if name == tool)


def tool_of(text: str) -> str | None:
    """Return the program that a text is plainly from: the one whose name comes before its words, else a sign of one.

    >>> tool_of("tar: x: Cannot open: No such file or directory")
    'tar'
    """
    if programs := _PROGRAM.findall(text):
        return str(programs[-1])
    lower = text.lower()
    for name, needs, _ in _TOOLS:
        if any(need in lower for need in needs) and _pattern_of(name).search(text):
            return name
    return None
