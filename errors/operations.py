# ruff: noqa: E501 -- patterns and rows are easier to read in one line
"""What was being done when an error came up: said by a call's name, by a program's, or by words around the error."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .blocks import Block

__all__ = ["operation_of"]

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
_SHORT = 80  # characters after an error whose words say what was being done
_LONG = 300  # characters before it
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
    "replace": "rename", "renames": "rename", "move": "rename", "rmtree": "delete", "delete": "delete", "rm_rf": "delete", "rmsync": "delete", "unlinksync": "delete",
    "makedirs": "mkdir", "mkdir_p": "mkdir", "mkdirsync": "mkdir", "copy2": "copy", "copy": "copy", "copytree": "copy", "cp": "copy", "cp_r": "copy", "mv": "rename",
    "renamesync": "rename", "symlinksync": "symlink", "linksync": "hardlink",
    "futime": "write", "utime": "write", "uv_spawn": "exec", "bind": "connect", "listen": "connect",
}  # fmt: skip
_CALL = re.compile(
    r"\bsyscall['\"]?[:=]?\s{1,3}['\"]?([a-z]{2,12})\b"  # Node
    r"|\bE[A-Z]{3,14}: [a-z ,'-]{3,60}, ([a-z]{2,12})\b"
    r"|\(\d{1,5}, '([A-Z]\w{2,40}?)(?:Ex)?[AW]?', "  # pywin32
    r"|@ (rb_sysopen|dir_s_mkdir|dir_s_rmdir|apply2files|chmod_internal|rb_file_s_rename|rb_file_s_symlink|rb_readlink|unlink_internal|fptr_finalize_flush|rb_file_s_\w{2,20})\b"  # Ruby
    r"|\b(rename|symlink|remove|copy_file|create_director(?:y|ies)|MoveFile|CopyFile|CreateProcess|CreateSymbolicLink|CreateHardLink)(?:Ex|_or_\w{1,12})?[AW]?:? ?\(?(?=[\"'`/]|[A-Z]:\\)"  # C++, Haskell
    r"|\b(?:os|shutil|fs|fsp|FileUtils|File|Files|Path)\.(\w{2,20})\("  # a line of source
    r"|(?:^|(?<!\bto)(?<!\bnot)(?<!n't)(?<!\bor)[\s:(])((?:fork/exec|openat|open|unlinkat|unlink|mkdir|rename|symlink|link|lstat|stat|readlink|remove|write|connectex|connect|dial))\s"
    r"(?:(?=[/\\.\"'`<]|[A-Za-z]:[\\/])[^\n:]{0,300}(?::[\\/][^\n:]{0,300}){0,2}|(?!of\b)[\w.@-]{1,80}):\s(?=[A-Za-z]|$)",  # Go
    re.MULTILINE,
)
_RUBY = {
    "rb_sysopen": "read", "dir_s_mkdir": "mkdir", "dir_s_rmdir": "delete", "apply2files": "delete", "chmod_internal": "write",
    "rb_file_s_rename": "rename", "rb_file_s_symlink": "symlink", "rb_readlink": "read", "unlink_internal": "delete", "fptr_finalize_flush": "write",
    "copy_file": "copy", "create_directory": "mkdir", "create_directories": "mkdir",
}  # fmt: skip
# What the innermost calls of a stack say, by how their names begin, that are found below an error.
_FRAMES = re.compile(
    r"[.:_`'](?:internal|try)?_?(delete|remove|unlink|rmdir|rename|move|copy|mkdir|mkpath|chmod|create_?director|create_?symbolic|symlink|create_?hard|readall|readas|openread|fileinputstream|writeall|writeas|fileoutputstream|extract|start_?process|createprocess)",
    re.IGNORECASE,
)
_OF_FRAMES = {
    "delete": "delete", "remove": "delete", "unlink": "delete", "rmdir": "delete", "rename": "rename", "move": "rename", "copy": "copy",
    "mkdir": "mkdir", "mkpath": "mkdir", "chmod": "write", "createdirector": "mkdir", "createsymbolic": "symlink", "symlink": "symlink",
    "createhard": "hardlink", "readall": "read", "readas": "read", "openread": "read", "fileinputstream": "read", "writeall": "write",
    "writeas": "write", "fileoutputstream": "write", "extract": "extract", "startprocess": "exec", "createprocess": "exec",
}  # fmt: skip
# What some programs do, by their name before the error, and what commands do that somebody typed.
_PROGRAMS = {
    "cp": "copy", "mv": "rename", "rm": "delete", "rmdir": "delete", "mkdir": "mkdir", "tee": "write", "touch": "create",
    "bash": "exec", "sh": "exec", "zsh": "exec", "env": "exec", "sudo": "exec", "cat": "read", "ls": "read", "xcopy": "copy", "ln": "symlink",
    "cc1": "build", "cc1plus": "build", "gcc": "build", "g++": "build", "cc": "build", "c++": "build", "clang": "build", "ld": "build", "collect2": "build",
    "chmod": "write", "chown": "write", "install": "copy", "rsync": "copy", "unzip": "extract",
    "del": "delete", "erase": "delete", "rd": "delete", "md": "mkdir", "copy": "copy", "robocopy": "copy", "move": "rename", "ren": "rename",
    "mklink": "symlink", "type": "read",
}  # fmt: skip
_SAID_BY = re.compile(
    r"^(?:/(?:usr/)?bin/)?(cp|mv|rm|rmdir|mkdir|tee|touch|bash|sh|zsh|env|sudo|cat|ls|xcopy|ln|cc1|cc1plus|gcc|g\+\+|cc|c\+\+|clang|ld|collect2|chmod|chown|install|rsync|unzip): "
    r"|^\S{1,200}: [^\W\d]{1,12} \d{1,6}: ",  # a shell's, in any language: x.sh: line 3:
    re.MULTILINE,
)
_TYPED = re.compile(
    r"^(?:\$ |[A-Z]:\\[^>\n]{0,200}>|PS [A-Z]:\\[^>\n]{0,200}> ?)(?:sudo )?(del|erase|rd|rmdir|md|mkdir|copy|xcopy|robocopy|move|ren|mklink|type|cp|mv|rm|ln|cat)\b([^\n]{0,200})",
    re.MULTILINE,
)
# What only one operation meets, whatever else a text speaks of.
_SURELY = {
    "ERROR_PRIVILEGE_NOT_HELD": "symlink", "ERROR_CLOUD_FILE_INCOMPATIBLE_HARDLINKS": "hardlink", "ERROR_TOO_MANY_LINKS": "hardlink",
    "EMLINK": "hardlink", "ERROR_NOT_A_REPARSE_POINT": "junction", "ERROR_UNTRUSTED_MOUNT_POINT": "junction",
    "ERROR_ELEVATION_REQUIRED": "exec", "ERROR_MOD_NOT_FOUND": "load-library", "ERROR_PROC_NOT_FOUND": "load-library",
    "STATUS_DLL_NOT_FOUND": "load-library", "STATUS_ENTRYPOINT_NOT_FOUND": "load-library", "STATUS_DLL_INIT_FAILED": "load-library",
    "ERROR_DLL_INIT_FAILED": "load-library", "ERROR_USER_MAPPED_FILE": "write", "ETXTBSY": "write", "ENOEXEC": "exec", "ERROR_BAD_EXE_FORMAT": "exec", "STATUS_ACCESS_VIOLATION": "exec",
}  # fmt: skip
# What is likelier than nothing.
_LIKELY = {
    "EXDEV": "rename", "ERROR_NOT_SAME_DEVICE": "rename", "ENOTEMPTY": "delete", "ERROR_DIR_NOT_EMPTY": "delete",
    "ENOSPC": "write", "ERROR_DISK_FULL": "write", "EDQUOT": "write", "EROFS": "write", "ERROR_WRITE_PROTECT": "write",
    "EFBIG": "write", "ERROR_ALREADY_EXISTS": "create", "ERROR_FILE_EXISTS": "create",
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


# Words that say nothing of what was being done: frames of build tools, and what is done instead.
_NOISE = re.compile(
    r"execution failed for task|failed to execute goal|while executing the command|execut\w{1,4} action|fall(?:s|ing|en)?[ -]?back to[^.\n]*|subprocess-exited-with-error"
    r"|could not install packages due to|getting requirements to build wheel|failed to run custom build command|running command[^\n]*",
    re.IGNORECASE,
)
_LIBRARY = re.compile(r"\.(?:so(?:\.\d+)*|dll|dylib|pyd|node)$", re.IGNORECASE)
_PIPE = re.compile(r"^(?:\\\\|//)[.?][\\/]pipe[\\/]|\.sock$", re.IGNORECASE)
_NOT_THERE = frozenset({"ENOENT", "ERROR_FILE_NOT_FOUND", "ERROR_PATH_NOT_FOUND"})


@cache
def _stems(*, ascii_only: bool) -> list[tuple[str, str]]:
    return [
        (stem, operation)
        for operation, stems in _WORDS.items()
        for stem in stems.split("|")
        if stem and (stem.isascii() or not ascii_only)
    ]


def operation_of(
    block: Block, symbol: str | None = None, namespace: str | None = None, paths: tuple[str, ...] = ()
) -> str | None:
    """Return what was being done: by a call's name, by a program's, by the nearest words that say so.

    Args:
        block: The failure.
        symbol: The error's name, which may tell more.
        namespace: Whose it is.
        paths: What it is about: a pipe is connected to, a library loaded.

    >>> from .blocks import Block
    >>> operation_of(Block("failed to rename file from a to b"))
    'rename'
    """
    symbol = symbol or ""
    if sure := _SURELY.get(symbol) or _BY_NAMESPACE.get(namespace or ""):
        junction = sure == "symlink" and "junction" in block.before[-200:].lower()
        return "junction" if junction else sure
    if symbol.startswith(_OF_THE_WEB):
        return "fetch"
    said = (
        _by_call(block)
        or _by_program(block)
        or _by_words(block)
        or _LIKELY.get(symbol)
        or ("connect" if namespace == "getaddrinfo" else None)
    )
    if said in ("read", "fetch", "write", None) and any(map(_PIPE.search, paths)):
        return "connect"
    if said == "read" and symbol in _NOT_THERE and any(map(_LIBRARY.search, paths)):
        return "load-library"
    return said


def _by_call(block: Block) -> str | None:
    for text, place in ((block.line, -1), (block.before, -1), (block.below, 0)):
        calls = [next(filter(None, found.groups())) for found in _CALL.finditer(text)]
        if calls and (operation := _RUBY.get(calls[place].lower()) or _CALLS.get(calls[place].lower())):
            return operation
    return None


def _by_program(block: Block) -> str | None:
    text = f"{block.before}{block.words}"
    if programs := _SAID_BY.findall(text):
        program = programs[-1] or "bash"
        return "hardlink" if program == "ln" and "hard" in text.lower() else _PROGRAMS[program]
    if cmdlets := _CMDLET.findall(text):
        return _CMDLETS.get(cmdlets[-1].lower())
    if typed := _TYPED.findall(text):
        command, options = typed[-1]
        kinds = {"/j": "junction", "/h": "hardlink"} if command == "mklink" else {}
        return next((kind for option, kind in kinds.items() if option in options.lower()), _PROGRAMS[command])
    return None


def _by_words(block: Block) -> str | None:
    """Return what the nearest words say: those before the error in its line, after it, above it, in the stack below."""
    above, _, own = block.before.rpartition("\n")
    inside = block.words if "\n" in block.words else ""
    return (
        _last_word(own)
        or _first_word(inside)
        or (_last_word(above) if above.strip() else None)
        or _first_word(block.after)
        or _by_stack(block.stack)
        or _first_word(block.below)
        or _last_word(block.lead)
    )


def _by_stack(stack: str) -> str | None:
    found = _FRAMES.search(stack)
    return _OF_FRAMES[found[1].lower().replace("_", "")] if found else None


def _last_word(text: str) -> str | None:
    lower = f" {_plain_words(text[-2 * _LONG :])} "[-_LONG:]
    best, best_end = None, -1
    for stem, operation in _stems(ascii_only=lower.isascii()):
        place = lower.rfind(stem)
        if place >= 0 and place + len(stem) > best_end:
            best, best_end = operation, place + len(stem)
    if best in ("read", "create"):
        line = lower.rstrip().rpartition("\n")[2]
        return next((each for each in _PURPOSES if any(stem in line for stem in _WORDS[each].split("|"))), best)
    return best


def _first_word(text: str) -> str | None:
    lower = f" {_plain_words(text[: 3 * _SHORT])} "[:_SHORT]
    best, best_end = None, _SHORT
    for stem, operation in _stems(ascii_only=lower.isascii()):
        place = lower.find(stem)
        if place >= 0 and (best is None or place + len(stem) < best_end):
            best, best_end = operation, place + len(stem)
    return best


def _plain_words(text: str) -> str:
    """Return words in lower case, without paths, whose words say nothing."""
    lower = _PLACE.sub(_kept_scheme, _NOISE.sub(" ", text)).lower()
    return lower.replace("hard link", "hardlink").replace("hard-link", "hardlink")


def _kept_scheme(found: re.Match[str]) -> str:
    """Leave a URL's scheme of what is cut out, since it tells of fetching; words in paths tell nothing."""
    scheme = re.search(r"https?://", found[0])
    return f" {scheme[0]} " if scheme else " "
