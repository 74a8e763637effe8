# ruff: noqa: E501, RUF001 -- a row is one line, and texts hold full-width brackets
r"""How tools write system errors: one row for each form, to be read aloud.

Each pattern is anchored on words and bounded in length, so that none looks at a character more than a few times.
Blanks are `\\s{0,9}`: a terminal may have broken the line there. What begins with letters or signs of its own, and looks
behind them then, is found many times as fast as what may begin with several.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from .letters import ascii_words
from .talk import is_talk

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Format", "Mention", "find_mentions", "others_needed", "words_needed"]


class Format(NamedTuple):
    """One way to write an error.

    Args:
        space: What the number or name is: a namespace, ``rust`` or ``number`` (whose depends on the platform), ``wide``
            (32 bits), ``hex`` (the same in hexadecimal), ``known hex`` (only if it has a name), ``name``, or ``meaning`` where the row itself says it.
        pattern: With a group for the number or name, unless the row says the meaning.
        meaning: Namespace and symbol, for what has no number.
        tool: The program or language that writes so, if only one does.
        needs: In lower case, what a text must have one of to be worth the pattern: whole words, or one of PARTS.
        anchor: In lower case, a quick pattern around which to look for a slow one; what it needs, if none is given.
    """

    space: str
    pattern: str
    meaning: tuple[str, str] | None = None
    tool: str | None = None
    needs: tuple[str, ...] = ()
    anchor: str | None = None


class Mention(NamedTuple):
    """A number or a name of an error in a text, at [start, end)."""

    space: str
    value: str
    start: int
    end: int
    meaning: tuple[str, str] | None
    tool: str | None


_STATUS_WORDS = (
    "unauthorized|forbidden|not found|proxy authentication required|too many requests|service unavailable|bad gateway|"
    "gateway time-?out|internal server error|method not allowed|request timeout|gone|payment required|client error|"
    "server error|service temporarily unavailable|unavailable for legal reasons|network authentication required|insufficient storage|not acceptable|"
    "bad request|uri too long|request-uri too large|precondition failed|length required|misdirected request|range not satisfiable|requested range not satisfiable|request entity too large"
).replace(" ", r"\s{1,3}")
_REASONS = "too many requests|service (?:temporarily )?unavailable|bad gateway|gateway time-?out|internal server error|proxy authentication required"
_OPEN, _CLOSE = r"[\[【［(（]", r"[\]】］)）]"
_NOT_WORD, _END = r"(?<![\w.-])", r"(?![\w-])"

_ERROR = r"\b(?:error|fehler|erreur|errore|erro|fout|fel|feil|virhe|błąd|chyba|hiba|hata|ошибка|помилка|エラー|오류|错误|錯誤)"
# What says that a number is an error's, on its line and not far before it, unless it is an address.
_SAID = r"\b(?:hresult|hr|error|err|errno|code|status|exception|exit(?:ed)?|fail(?:ed|ure)?|returned|result|winerror|fehler|erreur|fout|erro|errore|błąd|chyba|hata|ошибк\w|помилк\w|エラー|오류|错误|錯誤)\b[^\n]{0,60}?(?<!address\s)(?<!at\s)"

# How a function is said to have failed; which functions are meant, number_spaces.py knows.
_ARGUMENTS = r"(?:\s?\([^()\n]{0,200}\))?"
_SAYING = r"call|has|fail(?:ed|s|ure)?|returned|returning|unexpectedly|with|and|an?|actual|win32|windows|system|last|the|error(?:code)?|err|errno|errcode|code|status|gle|rc|ret|result|is|was|of|(?:get)?lasterror(?:\(\))?"
_SAYS = rf"[^\w\n-]{{1,3}}(?:{_SAYING})"
_OF_A_CALL = r"(?:\scode)?[\s:=#(]{1,3}(?:0x[0-9a-f]{1,8}|\d{1,5})\)?,?\s(?:from|in|(?:while |when )?calling|returned by|returned from|at)\s\w{3,40}"
_NO_COUNT = r"(?![\w%/-]|[.:]\d|\s(?:\w{1,12}\s)?(?:errors?|warnings?|times?|files?|attempts?|bytes?|seconds?|minutes?|ms|items?|tests?|more|of|retries|tries)\b)"

_SAID_WORDS = tuple(
    "hresult hr error err errno code status exception exit exited fail failed failure returned result winerror fehler erreur fout erro errore błąd chyba hata ошибк помилк エラー 오류 错误 錯誤".split()
)
_SYMBOL_OF_LIBUV = r"\s(e[a-z0-9]{3,14})\b(?![(/\\-]|\.\w)"

FORMATS = (
    # Rust
    Format("rust", r"[(（]\s?o\s?s\s{0,9}error\s{0,9}(-?\d{1,10})\s?[)）]", needs=("error",)),
    Format("rust", r"\bOs\s?\{\s{0,9}code:\s{0,9}(-?\d{1,10}),", needs=("code:",)),
    # Python, pywin32
    Format("win32", rf"(?<!_){_OPEN}?win\s?error\s{{0,9}}[:#=]?\s{{0,9}}((?:(?<=[\s:#=])-)?\d{{1,10}})(?![\w-]|\.\d)", tool="python", needs=("winerror", "win error"), anchor=r"win\s?error"),
    Format("number", rf"{_OPEN}errno\s{{0,9}}(-?\d{{1,5}}){_CLOSE}", needs=("errno",)),
    Format("win32", r"\bwindowserror\((\d{1,5}),", needs=("windowserror(",)),
    Format("win32", r"\b(?:\w{1,40}error)\(\d{1,5},\s?'[^'\n]{0,300}',\s?[^,()\n]{1,300},\s?(\d{1,5})(?:,\s?[^,()\n]{1,300})?\)", needs=("error(",)),
    Format("getaddrinfo", r"\bgaierror(?:\(|:\s{0,9}\[errno\s)(-?\d{1,5})", needs=("gaierror",)),
    Format("number", r"\b(?:\w{1,40}error|error)\((\d{1,5}),\s?['\"](?!\[SSL)", needs=("error(",), anchor=r"error\(\d{1,5},"),
    Format("win32", r"\((?<!\w\()(\d{1,5}),\s?'\w{2,60}',\s?['\"]", needs=("',",)),
    Format("number", r"(?<!npm err! )\berrno\s?[=:]\s?(\d{2,3}|[2-9])\b", needs=("errno",)),
    Format("number", r"\(os errno (\d{1,3})\b|\bNSPOSIXErrorDomain\s?code\s?=\s?(\d{1,3})\b|\bsocketexception \((\d{1,5})\)", needs=("os errno ", "nsposixerrordomain", "socketexception (")),
    Format("rust", r"\[(?:system|generic):(\d{1,5})(?=[\s\]:])", needs=("[system:", "[generic:")),  # Boost
    Format("lower name", r"\{:?error,\s?:?(e[a-z]{3,12})\}|\(:?(e[a-z]{3,12})\)$", needs=("error", "(:e")),  # Erlang, Elixir
    Format("lower name", "|".join(rf"\b{word}{_SYMBOL_OF_LIBUV}" for word in ("code", "errno", "err!?", "error:?", "connect", "read", "write")), needs=("code", "errno", "err", "error", "connect", "read", "write")),
    # Windows' programs
    Format("win32", r"\bcreateprocess error=(\d{1,5})\b", tool="java", needs=("createprocess error=",)),
    Format("win32", r"[;:] code:? (\d{1,5})\.(?!\d)", needs=("code",)),  # Inno Setup, Delphi
    Format("win32", rf"{_ERROR}\s(\d{{1,5}})\s\(0x0000[0-9a-f]{{4}}\)", needs=("0x",), anchor=r"\(0x0000"),  # robocopy
    # Functions that failed with a number
    Format("function", rf"\b\w{{3,40}}{_ARGUMENTS}(?:{_SAYS}){{1,6}}[\s:=(#;]{{1,4}}(?:0x[0-9a-f]{{1,8}}|-?\d{{1,5}}){_NO_COUNT}", needs=("failed", "returned", "error", "err", "errno", "errcode", "gle", "failure", "rc", "ret"), anchor=r"(?:err|fail|ret|gle|rc)[^\n]{0,90}?[\s:=(#;]-?\d"),
    Format("function", "|".join(rf"\b{word}\b{_OF_A_CALL}" for word in ("error", "err", "code")), needs=("error", "err", "code")),
    Format("api", rf"\b(?:getlasterror|last\s?error|gle)(?:\(\))?(?:\s(?:code|is|was|returned|returns|number|value)){{0,2}}\s?[:=#(]{{1,2}}\s?(0x[0-9a-f]{{1,8}}|\d{{1,5}}){_NO_COUNT}", needs=("getlasterror", "last error", "lasterror", "gle")),
    Format("api", rf"\blast error code(?:\s(?:is|was))?\s(\d{{1,5}}){_NO_COUNT}", needs=("last error",)),
    Format("call", rf"\b(?:failed|cannot|could not|couldn't|unable|error)\b[^\n]{{0,80}}?\berrno[\s:=]{{1,3}}(-?\d{{1,3}}){_NO_COUNT}", needs=("errno",)),
    Format("number", rf"\berrcode[\s:=]{{1,3}}(\d{{1,3}}){_NO_COUNT}", needs=("errcode",)),
    Format("call", rf"^[ \t]?\[[ \d]{{1,6}}\.\d{{6}}\] [^\n]{{1,200}}?\b(?:error|err|failed|ret|rc)[\s:=]{{1,3}}(-\d{{1,3}}){_NO_COUNT}", needs=("error", "err", "failed", "ret", "rc"), anchor=r"\[[ \d]{1,6}\.\d{6}\] "),
    Format("rust", r"\bcannot run program [^\n]{1,300}?: (?:java\.io\.ioexception: )?error=(\d{1,5})\b", tool="java", needs=("cannot run program ",)),
    Format("rust", rf"\bos error(?: code)?[\s:=]{{1,3}}(\d{{1,5}}){_NO_COUNT}", needs=("os error",)),
    Format("api", rf"\b(?:open|create|read|write|delete|remove|rename|move|copy|load|access)\b[^\n]{{0,80}}?(?:\b[a-z]:[\\/]|\.dll\b|\.exe\b)[^\n]{{0,120}}?\berror(?:\scode)?[\s:=#(]{{1,3}}(\d{{1,5}}){_NO_COUNT}", needs=("error",)),
    Format("api", r"\berror(?: code)? (\d{1,5}) (?:while |when |on )?(?:opening|loading|creating|reading|writing|deleting|removing|renaming|moving|copying|accessing)\b[^\n]{0,40}?\b[a-z]:[\\/]", needs=("error",)),
    # .NET, PowerShell, WinRT, MSI
    Format("win32", r"\bwin32\s?exception\s?\((\d{1,5})\)", needs=("win32exception", "win32 exception")),
    Format("win32", r"\b(?:native\s?error\s?code|win32\s?(?:error|code)|getlasterror(?:\(\))?|windows\s(?:system\s)?error)(?:\s(?:code|is|was|returned))?\s{0,3}[:=#(]?\s{0,3}(\d{1,5})\b", needs=("getlasterror", "native", "nativeerrorcode", "win32 error", "win32 code", "win32error", "win32code", "windows"), anchor=r"native\s?error|win32\s?(?:error|code)|getlasterror|windows\s(?:system\s)?error"),
    Format("hex", rf"{_SAID}(?<![\w.])0x([89cd][0-9a-f]{{7}})\b", needs=("0x",), anchor=r"0x[89cd][0-9a-f]{7}\b"),
    Format("hex", r"0x(?<![\w.@+-]0x)((?:8007|8009|800b|800f|8013|8024|8037|803f|8073|80d0|8a15)[0-9a-f]{4})\b(?!\s?(?:-|\.\.)\s?0x)", needs=("0x",)),
    Format("known hex", r"0x(?<![\w.@+-]0x)(?<!at\s0x)(?<!addr[\s=:]0x)(?<!address[\s=:]0x)(?<!mem\s0x)(?<!mem[=:]0x)(?<!ptr[\s=:]0x)(?<!color[\s=:]0x)(?<!crc32[\s=:]0x)(?<!sum=0x)(?<!hash[\s=:]0x)([89cd][0-9a-f]{7})\b(?!\s?(?:-|\.\.|to)\s?0x)", needs=("0x",)),
    Format("known hex", rf"{_SAID}(?<![\w.])(c000[0-9a-f]{{4}})\b", needs=_SAID_WORDS, anchor=r"c000[0-9a-f]{4}\b"),
    Format("hex", r"(?:\b(?:hresult|hr|error|code)\b[^\n]{0,40}?|\btid\([0-9a-f]{1,8}\)\s)(?<![\w.])((?:8007|8009|8024|8003)[0-9a-f]{4})\b", needs=("code", "error", "hr", "hresult", "tid"), anchor=r"80(?:07|09|24|03)[0-9a-f]{4}\b"),
    Format("wide", rf"(322122(?<!size\s322122)(?<!size:\s322122)(?<!length:\s322122)(?<![\w.-]322122)[5-6]\d{{3}}){_END}(?!\s(?:bytes|B|rows)\b)", needs=("322122",)),
    Format("wide", rf"{_SAID}{_NOT_WORD}(214[78]\d{{6}}){_END}", needs=_SAID_WORDS, anchor=r"214[78]\d{6}"),
    Format("wide", r"(-(?<![\w.]-)(?:107374\d{4}|214[67](?!4836\d\d\b)\d{6}))\b", needs=("-107374", "-214")),
    Format("win32", r"\b(?:msi|msiexec|windows installer)\b[^\n]{0,60}?\b(?:error|code|status|returned)[^\n\d]{0,20}(1[56]\d\d)\b(?!\.\d)", needs=("msi", "msiexec", "windows installer")),
    Format("win32", r"\b(?:mainenginethread is returning|(?:success or )?error status|actual error code|erfolg oder fehlerstatus|réussite ou d['’]erreur[^\n:]{0,30}|éxito o error[^\n:]{0,30}|esito positivo o errore[^\n:]{0,30}|êxito ou erro[^\n:]{0,30}|成功またはエラー[^\n:：]{0,9}|成功或错误状态|成功或錯誤狀態|успех[^\n:]{1,12}ошибк[^\n:]{0,20})[\s:：]{1,3}(1[56]\d\d)\b(?!\.\d)", needs=("mainenginethread is returning", "error status", "actual error code", "fehlerstatus", "réussite ou", "éxito o error", "esito positivo", "êxito ou erro", "成功または", "成功或", "успех")),
    Format("meaning", r"\b(?:action ended|aktion beendet|action terminée|fin de l['’]action|acción finalizada|azione terminata|ação terminada)\b[^\n]{1,120}?(?:return value|rückgabewert|valeur renvoyée|valor devuelto|valore restituito|valor de retorno)[\s:]{1,3}3\b(?!\.\d)", ("win32", "ERROR_INSTALL_FAILURE"), needs=("return value", "rückgabewert", "valeur renvoyée", "valor devuelto", "valore restituito", "valor de retorno")),
    Format("meaning", r"\bnote: 1: 1708\b", ("win32", "ERROR_INSTALL_FAILURE"), needs=("note: 1: 1708",)),
    Format("win32", r"\bexit\s?code\b[^\n\d]{0,12}(16(?:0[1-9]|1\d|2\d|3[0-9]|4[0-9]|5[0-4]))\b(?!\.\d)", needs=("exit code", "exitcode")),
    Format("win32", r"\b(?:system error(?: code)?|systemfehler|erreur système|error de sistema|errore di sistema|erro de sistema|systemfel|systemfeil|systeemfout|järjestelmävirhe|błąd systemu|systémová chyba|rendszerhiba|системная ошибка|системна помилка|sistem hatası|システム ?エラー|시스템 오류|发生系统错误|發生系統錯誤|系统错误|系統錯誤)[ :]?\s?(\d{1,5})\b(?!\.\d)", needs=("system error", "systemfehler", "erreur système", "sistema", "systemfel", "systemfeil", "systeemfout", "järjestelmävirhe", "błąd systemu", "systémová chyba", "rendszerhiba", "системн", "sistem hatası", "システム", "시스템 오류", "系统错误", "系統錯誤")),
    # Node and libuv
    Format("negative", r"\berrno['\"]?(?:\s?[:=]\s{0,9}|\s{1,9})(-\d{1,4})\b(?!\.\d)", tool="node", needs=("errno",)),
    # exceptions that name what happened: only where nothing says more
    Format("exception", r"\b(?:AccessDeniedException|UnauthorizedAccessException|PermissionError|ErrorKind::PermissionDenied)\b", ("either", "ERROR_ACCESS_DENIED EACCES"), needs=("accessdeniedexception", "unauthorizedaccessexception", "permissionerror", "errorkind::")),
    Format("exception", r"\b(?:NoSuchFileException|FileNotFoundException|FileNotFoundError)\b", ("either", "ERROR_FILE_NOT_FOUND ENOENT"), needs=("nosuchfileexception", "filenotfoundexception", "filenotfounderror")),
    Format("exception", r"\bDirectoryNotFoundException\b", ("either", "ERROR_PATH_NOT_FOUND ENOENT"), needs=("directorynotfoundexception",)),
    Format("exception", r"\b(?:FileAlreadyExistsException|FileExistsError)\b", ("either", "ERROR_ALREADY_EXISTS EEXIST"), needs=("filealreadyexistsexception", "fileexistserror")),
    Format("exception", r"\bDirectoryNotEmptyException\b", ("either", "ERROR_DIR_NOT_EMPTY ENOTEMPTY"), needs=("directorynotemptyexception",)),
    Format("exception", r"\bUnknownHostException\b", ("getaddrinfo", "EAI_NONAME"), "java", needs=("unknownhostexception",)),
    Format("exception", r"\bSocketTimeoutException\b", ("either", "WSAETIMEDOUT ETIMEDOUT"), "java", needs=("sockettimeoutexception",)),
    Format("exception", r"\bNoRouteToHostException\b", ("either", "WSAEHOSTUNREACH EHOSTUNREACH"), "java", needs=("noroutetohostexception",)),
    Format("exception", r"\bssl connection could not be established\b", ("tls", "SSLV3_ALERT_HANDSHAKE_FAILURE"), needs=("ssl connection could not be established",)),
    Format("exception", r"(?<!cuda\.)\b(?:MemoryError|OutOfMemoryError|OutOfMemoryException|std::bad_alloc)\b|\bJavaScript heap out of memory\b|\bmemory allocation of \d{1,20} bytes failed\b|\bcompiler is out of heap space\b|\bvirtual memory exhausted\b", ("errno", "ENOMEM"), needs=("memoryerror", "outofmemoryerror", "outofmemoryexception", "bad_alloc", "heap out of memory", "memory allocation of ", "out of heap space", "memory exhausted")),
    # SIGKILL comes from whoever runs out of memory, or from a person: what is likely, and no more
    Format("exception", r"^(?:\S{1,80}: [^\W\d]{1,12} \d{1,6}:\s{1,9}\d{1,9} )?(?-i:Killed)(?=[ \t]*$|[ \t]{2,})|\bsignal:?\s?9\b[,:]?\s?[(\[]?(?:sig)?kill|\b(?:signal|Signals\.)\s?SIGKILL\b|\bKilled signal terminated program\b|\bOOMKilled\b|\bout of memory: kill(?:ed)? process\b", ("errno", "ENOMEM"), needs=("killed", "kill process", "sigkill", "[kill")),
    Format("exception", r"(?<=[^\n])(?<!exit )\b(?:exit(?:ed|s)?|returned|failed|error|status|code)(?: (?:with|non-zero|exit|status|code|of)){0,4}[ :=]{1,3}\(?(?:137\b(?![\w.%:/])|-9\b(?! ?:[^ ])(?<=status -9))", ("errno", "ENOMEM"), needs=("exit", "exited", "exits", "returned", "failed", "error", "status", "code"), anchor=r"137(?<=[a-z:][ =]137)|-9(?<=status -9)"),
    # what pip says of a Python that the system keeps for itself
    Format("exception", r"^[ \t]*(?:error|×)?:?[ \t]*(?:externally-managed-environment|this environment is externally managed)\b|\bpip\b[^\n]{0,80}externally-managed-environment", ("errno", "EPERM"), "pip", needs=("externally-managed-environment", "environment is externally managed")),
    # names
    Format("name", r"(E(?<![\w$@/\\]E)(?!RR_)[A-Z][A-Z0-9]{2,14})(?![\w(/\\]|\.\w)"),
    Format("name", r"(E(?<![\w$]E)(?:RROR|AI)_?[A-Z0-9_]{3,60})\b|((?:W(?<![\w$]W)(?:SA|ININET_E)|S(?<![\w$]S)(?:TATUS|EC_E)|RPC_(?<![\w$]RPC_)[SE]|C(?<![\w$]C)(?:RYPT_E|O_E|ERT_E|URLE)|TRUST_E(?<![\w$]TRUST_E))_?[A-Z0-9_]{3,60})\b", needs=("cert_e", "co_e", "crypt_e", "curle", "eai", "error", "rpc_e", "rpc_s", "sec_e", "status", "trust_e", "wininet_e", "wsa")),
    # curl
    Format("curl", r"\bcurl:?\s?(?:error)?:?\s?\((\d{1,2})\)", tool="curl", needs=("curl",)),
    Format("curl", r"\bcurl\b[^\n:]{0,30}?:?\s(?:error|exit(?:ed)?|return(?:ed|s)|status|code|failed)(?: (?:with|code|status|error|exit)){0,3}[\s:=]{1,3}\(?(\d{1,2})\b(?![\w.%/])|^curl:?[ ]\(?(\d{1,2})\)?[ \t]*$", tool="curl", needs=("curl",)),
    Format("curl", r"\[(?<!\w\[)(\d{1,2})\]\s(?:ssl|timeout|couldn't|could not|failed|problem|server|transferred|peer)\b", needs=("could not", "couldn't", "failed", "peer", "problem", "server", "ssl", "timeout", "transferred")),
    # HTTP
    Format("http", r"\bhttp(?:/\d(?:\.\d)?)?\s?(?:status|error|response)?\s?(?:client error|server error|code|error)?[\s:=(]{1,4}([45]\d\d)\b(?!\.\d)", needs=("http", "httperror", "httpstatus", "httpresponse")),
    Format("http", rf"([45]\d\d(?<![\w./:-]\d\d\d))(?:[\s:]{{1,3}}|\s[-–]\s)(?:{_STATUS_WORDS})\b", needs=("allowed", "authentication", "client", "forbidden", "found", "gateway", "gone", "internal", "request", "requests", "required", "satisfiable", "server", "unauthorized", "unavailable", "storage", "acceptable", "precondition", "length required", "too long")),
    Format("http", r"\bstatus(?:[\s_]?code)?['\"]?\s?(?:was|is|of)?[\s:=]{1,4}([45]\d\d)\b", needs=("status",)),
    Format("http", r"\b(?:failed to get 200 response|fetch|download|request|response)[^\n]{0,200}[,:]\s?(?:got|received)\s(?:http\s)?([45]\d\d)\b(?!\.\d)", needs=("got", "received"), anchor=r"(?:got|received)\s(?:http\s)?[45]\d\d\b"),
    Format("http", r"\bindicate success:\s?([45]\d\d)\b", needs=("indicate success:",)),
    Format("http", r"\breturned\s(?:an\s)?error:?\s?\(?([45]\d\d)\b", needs=("returned",)),
    Format("http", r"\bnpm err(?:or|!)\s(?:code\s)?E([45]\d\d)\b|\bcode\s(?:code\s)?E([45]\d\d)\b", needs=("code", "npm")),
    Format("http", r"^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d )?error ([45]\d\d): ", needs=("error",), anchor=r"error [45]\d\d: "),
    Format("reason", rf"(?:^|[:>\"'`(\[=!-])\s{{0,2}}({_REASONS})\s{{0,2}}(?:$|[.!:<\"'`)\],]|(?:error\s)?(?:for|from|at|to)\s(?:url\b|https?:))", needs=("too many requests", "service unavailable", "temporarily unavailable", "bad gateway", "gateway timeout", "gateway time-out", "internal server error", "proxy authentication required")),
    Format("reason", r"\b(?:https?|url|download\w{0,3}|fetch\w{0,3}|server|request|response|registry|remote|proxy|repository)\b[^\n]{0,200}[:>-]\s?((?-i:Forbidden|Unauthorized))\s{0,2}(?:$|[.!:<\"')\],]|(?:for|from)\s(?:url\b|https?:))", needs=("forbidden", "unauthorized")),
    Format("meaning", r"\btoomanyrequests\b", ("http", "429"), needs=("toomanyrequests",)),
    # TLS
    Format("meaning", r"\bcertificate[\s_]{1,3}verify[\s_]{1,3}failed\b", ("tls", "CERTIFICATE_VERIFY_FAILED"), needs=("certificate",)),
    Format("meaning", r"\bpkix path (?:building|validation) failed\b", ("tls", "CERTIFICATE_VERIFY_FAILED"), "java", needs=("pkix path ",)),
    Format("meaning", r"\bunable to (?:get local issuer|find valid) certif", ("tls", "CERTIFICATE_VERIFY_FAILED"), needs=("unable to ",)),
    Format("meaning", r"(?:^|(?<=[:(>\"'\]])|(?<=[:(>\"'\]]\s))self[\s-]signed certificate\b", ("tls", "CERTIFICATE_VERIFY_FAILED"), needs=("signed certificate",)),
    Format("meaning", r"\b(?:SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(?:_LOCALLY)?))\b", ("tls", "CERTIFICATE_VERIFY_FAILED"), needs=("depth_zero_self_signed_cert", "get_issuer_cert", "self_signed_cert_in_chain", "verify_leaf_signature")),
    Format("meaning", r"\bx509: certificate (?:signed by unknown authority|is not trusted)", ("tls", "CERTIFICATE_VERIFY_FAILED"), "go", needs=("x509: certificate ",)),
    Format("meaning", r"\binvalid peer certificate\b|\bserver certificate verification failed\b|\bssl certificate problem\b|\bunknown\s?issuer\b|\bcertificate is not trusted\b", ("tls", "CERTIFICATE_VERIFY_FAILED"), needs=("certificate is not trusted", "invalid peer certificate", "server certificate verification failed", "ssl certificate problem", "unknown", "unknownissuer")),
    Format("meaning", r"\bcertificate has expired\b|\bCERT_HAS_EXPIRED\b|\bx509: certificate has expired\b", ("tls", "CERT_HAS_EXPIRED"), needs=("cert_has_expired", "certificate has expired", "x509: certificate has expired")),
    Format("meaning", r"\bwrong[\s_]version[\s_]number\b", ("tls", "WRONG_VERSION_NUMBER"), needs=("wrong",)),
    Format("meaning", r"\b(?:ssl|tls)[^\n]{0,40}handshake[\s_]failure\b", ("tls", "SSLV3_ALERT_HANDSHAKE_FAILURE"), needs=("handshake",)),
    Format("meaning", r"\bhostname\s?mismatch\b|\bERR_TLS_CERT_ALTNAME_INVALID\b|\bno alternative certificate subject name matches\b", ("tls", "HOSTNAME_MISMATCH"), needs=("err_tls_cert_altname_invalid", "hostname", "hostnamemismatch", "no alternative certificate subject name matches")),
    Format("meaning", r"\bSSL_ERROR_SYSCALL\b|\bunexpected eof while reading\b", ("tls", "UNEXPECTED_EOF_WHILE_READING"), needs=("ssl_error_syscall", "unexpected eof while reading")),
    Format("meaning", r"\bthe remote certificate is invalid\b|\bremotecertificate(?:namemismatch|chainerrors)\b", ("tls", "CERTIFICATE_VERIFY_FAILED"), needs=("remote certificate is invalid", "remotecertificatenamemismatch", "remotecertificatechainerrors")),
    Format("meaning", r"\b(?:cannot|could not|unable to|failed to) verify [^\n]{1,200}?(?<!\w)certificate\b(?!s)|\bunable to locally verify the issuer|\bcertificate of [^\n]{1,200} is(?: not|n't) trusted\b|\bhasn't got a known issuer\b|\bself[\s-]signed certificate encountered", ("tls", "CERTIFICATE_VERIFY_FAILED"), needs=("verify ", "verify the issuer", "certificate of ", "got a known issuer", "certificate encountered")),
    Format("meaning", r"\btrust relationship for the ssl\b|\bkeine vertrauensstellung hergestellt\b|\brelation d['’]approbation pour le canal\b|\brelación de confianza para el canal\b|\brelazione di trust per il canale\b|\bдоверительные отношения для защищенного канала\b|为 ?ssl/tls ?安全通道建立信任关系|の信頼関係を確立できま|\bremote certificate was rejected\b|\bcertificate (?:is|was) (?:invalid|rejected) according to\b", ("tls", "CERTIFICATE_VERIFY_FAILED"), needs=("trust relationship for the ssl", "vertrauensstellung", "approbation pour le canal", "confianza para el canal", "trust per il canale", "доверительные отношения", "信任关系", "信頼関係", "certificate was rejected", "according to")),
    Format("meaning", r"\b(?:sslhandshakeexception|certificateexception|validatorexception|certpathvalidatorexception|suncertpathbuilderexception|sslpeerunverifiedexception)\b[^\n]{0,300}?\b(?:no trusted certificate|unable to find valid|path (?:building|validation)|not verified|untrusted|trust anchor|signature check failed|no subject alternative|no name matching|certificate_unknown|bad_certificate|unknown_ca|does not match)", ("tls", "CERTIFICATE_VERIFY_FAILED"), "java", needs=("sslhandshakeexception", "certificateexception", "validatorexception", "certpathvalidatorexception", "suncertpathbuilderexception", "sslpeerunverifiedexception")),
    Format("meaning", r"\b(?:sslhandshakeexception|sslexception)\b[^\n]{0,200}?\b(?:handshake_failure|protocol_version|handshake failed|no appropriate protocol|remote host terminated the handshake|unrecognized_name|insufficient_security)|\btls: (?:handshake failure|protocol version not supported|no cipher suite supported|internal error)\b", ("tls", "SSLV3_ALERT_HANDSHAKE_FAILURE"), needs=("sslhandshakeexception", "sslexception", "tls: ")),
    Format("meaning", r"\bx509: (?:certificate (?:is valid for|is not valid for)|cannot validate certificate for)\b", ("tls", "HOSTNAME_MISMATCH"), "go", needs=("x509: ",)),
    Format("meaning", r"\bx509: (?!certificate has expired)(?:certificate relies on|certificate specifies|certificate is not authorized|[\w ]{0,40}unhandled critical|negative serial|invalid signature|“?[^\n]{1,80}”? certificate is not (?:trusted|standards))|\btls: failed to verify certificate", ("tls", "CERTIFICATE_VERIFY_FAILED"), "go", needs=("x509: ", "failed to verify certificate")),
    Format("meaning", r"\bunable to verify the first certificate\b|\bpeer certificate cannot be authenticated\b|\bssl peer certificate or ssh\b|\bCERT_TRUST_\w{3,60}|\bERR_CERT_(?:AUTHORITY_INVALID|INVALID|REVOKED|WEAK_SIGNATURE_ALGORITHM)\b|\bcertificate is not trusted\b|\bissuer certificate is (?:unknown|invalid)|\bcertificate signature (?:failure|is not valid)|\b(?:ssl|tls)[^\n]{0,60}\b(?:certificate unknown|unknown ca|bad certificate)\b|\bSEC_ERROR_(?:UNKNOWN_ISSUER|UNTRUSTED_ISSUER|CERT_NOT_IN_NAME_SPACE)\b", ("tls", "CERTIFICATE_VERIFY_FAILED"), needs=("verify the first certificate", "certificate cannot be authenticated", "ssl peer certificate", "cert_trust_", "err_cert_", "certificate is not trusted", "issuer certificate", "certificate signature", "ssl", "tls", "sec_error_")),
    Format("meaning", r"\bcertificate (?:is )?not yet (?:valid|activated)\b|\bERR_CERT_DATE_INVALID\b|\bCERT_NOT_YET_VALID\b", ("tls", "CERT_NOT_YET_VALID"), needs=("not yet", "err_cert_date_invalid", "cert_not_yet_valid")),
    Format("meaning", r"\bthe certificate chain uses expired certificate\b|\bcertificate expired\b(?!\?)", ("tls", "CERT_HAS_EXPIRED"), needs=("uses expired certificate", "certificate expired")),
    Format("meaning", r"\bno certificate subject alternative name matches\b|\bdoes not match certificate['’]s altnames\b|\bcertificate common name [^\n]{1,120} doesn't match\b|\bERR_CERT_COMMON_NAME_INVALID\b|\bcertificate's owner does not match hostname\b", ("tls", "HOSTNAME_MISMATCH"), needs=("subject alternative name matches", "match certificate", "certificate common name", "err_cert_common_name_invalid", "owner does not match hostname")),
    Format("meaning", r"\bgnutls_handshake\(\) failed\b|\bgnutls: a tls (?:fatal )?alert\b|\bcould not create ssl/tls secure channel\b|\bfirst record does not look like a tls handshake\b|\bkein geschützter ssl/tls-kanal|\bcanal sécurisé ssl/tls\b|\bcanal seguro ssl/tls\b|\bcanale sicuro ssl/tls\b|\bзащищенный канал ssl/tls\b|\bssl/tls ?安全通道|\btlsv1 alert protocol version\b|\bfatal protocol error: (?:handshake|protocol)", ("tls", "SSLV3_ALERT_HANDSHAKE_FAILURE"), needs=("gnutls_handshake() failed", "gnutls: a tls ", "tls secure channel", "look like a tls handshake", "ssl/tls", "tlsv1 alert", "fatal protocol error")),
    # name look-ups
    Format("meaning", r"\bnodename nor servname provided\b|\bname or service not known\b|\bgetaddrinfo\s{1,3}ENOTFOUND\b|\bcould not resolve (?:host|proxy)\b|\bcould not resolve ['‘][\w-]{1,60}(?:\.[\w-]{1,60}){1,9}['’]|\bunable to resolve host\b|\bno address associated with hostname\b", ("getaddrinfo", "EAI_NONAME"), needs=("could not resolve ", "getaddrinfo", "name or service not known", "no address associated with hostname", "nodename nor servname provided", "unable to resolve host")),
    Format("meaning", r"\btemporary failure in name resolution\b|\bgetaddrinfo\s{1,3}EAI_AGAIN\b|\btemporary failure resolving\b", ("getaddrinfo", "EAI_AGAIN"), needs=("getaddrinfo", "temporary failure in name resolution", "temporary failure resolving")),
    Format("win32", r"\bgetaddrinfo failed\b()", None, needs=("getaddrinfo failed",)),
    Format("meaning", r"\bconnectex: a connection attempt failed\b", ("win32", "WSAETIMEDOUT"), "go", needs=("connectex: a connection attempt failed",)),
    Format("meaning", r"\bconnectex: no connection could be made\b", ("win32", "WSAECONNREFUSED"), "go", needs=("connectex: no connection could be made",)),
    Format("meaning", r"\b(?:dial|read|write) tcp\b[^\n]{0,300}: i/o timeout\b", ("errno", "ETIMEDOUT"), "go", needs=("i/o timeout",)),
    Format("meaning", r"\bexecutable file not found in \$PATH", ("errno", "ENOENT"), "go", needs=("executable file not found in $path",)),
    # Windows' own sentences that name no number
    Format("meaning", r"\byou do not have sufficient privilege to perform this operation\b", ("win32", "ERROR_PRIVILEGE_NOT_HELD"), needs=("you do not have sufficient privilege to perform this operation",)),
    Format("meaning", r"\bprocess does not have access to the file because it is being used\b", ("win32", "ERROR_SHARING_VIOLATION"), needs=("process does not have access to the file because it is being used",)),
    Format("meaning", r"\bthe specified path, file name, or both are too long\b", ("win32", "ERROR_FILENAME_EXCED_RANGE"), needs=("the specified path, file name, or both are too long",)),
)  # fmt: skip

# Rows for names must see the case; all others look at lower case.
_CASED = frozenset({"name"})
_TALKED_OF = frozenset({"name", "exception", "hex", "known hex", "http", "meaning"})
# What rows need that may be a part of a word, or of none.
PARTS = ("0x", "',", "error(", "(:e", "322122", "-107374", "-214")
_SHORTEST = 2  # letters of a word to look for; of words with lost letters, one more
_COMMON = frozenset(
    {b"error", b"code", b"status", b"server", b"windows"}
)  # words that another of a need tells more than
_REACH = 600  # characters around an anchor, within which a slow pattern is looked for


class _Search(NamedTuple):
    """How a row is looked for: its pattern, whether in lower case, and the anchor around which it is if it is slow."""

    pattern: re.Pattern[str]
    lower: bool
    anchor: re.Pattern[str] | None


@cache
def _searches(row: Format) -> list[_Search]:
    anchor = re.compile(_breakable(_lower(row.anchor or "|".join(map(re.escape, row.needs)))))
    row = row._replace(pattern=_breakable(row.pattern))
    if row.space in _CASED:
        return [_Search(re.compile(each, re.MULTILINE), False, None) for each in _alternatives(row.pattern)]
    if "(?-i:" in row.pattern:
        return [_Search(re.compile(row.pattern, re.MULTILINE | re.IGNORECASE), False, anchor)]
    return [
        _Search(re.compile(quick or each, re.MULTILINE), True, None if quick else anchor)
        for each in _alternatives(_lower_pattern(row.pattern))
        for quick in [_quick(each)]
    ]


def _breakable(pattern: str) -> str:
    """Return a pattern whose words may stand on two lines: mail and terminals break lines at blanks."""
    return re.sub(r"\\ |(?<=[\w,:)}]) (?=[\w(])", r"\\s", pattern)


def _lower_pattern(pattern: str) -> str:
    """Return a pattern that finds in lower case what the other finds in any."""
    return re.sub(r"\\.|[^\\]+", lambda part: part[0] if part[0][0] == "\\" else _lower(part[0]), pattern)


def _lower(text: str) -> str:
    """Return a text in lower case, as long as it was; people and tools mix up Turkish letters."""
    return text.lower() if text.isascii() else text.replace("İ", "i").lower().replace("ı", "i")


def _alternatives(pattern: str) -> list[str]:
    """Return the alternatives of a pattern, which are found faster one by one."""
    found, depth = [""], 0
    for part in re.findall(r"\\.|\[\]?(?:\\.|[^\]\\])*\]|.", pattern):
        depth += (part == "(") - (part == ")")
        if part == "|" and not depth:
            found.append("")
        else:
            found[-1] += part
    return found


_PLAIN = r"[^\\^$.|?*+()\[\]{}]"
_BEGINS = re.compile(rf"\\b({_PLAIN}{{2,}})(?![?*+{{])")


def _quick(pattern: str) -> str | None:
    """Return a pattern so that it begins with what it is to be found by, or None if it may begin with many things."""
    if begins := _BEGINS.match(pattern):
        return f"{begins[1]}(?<={begins[0]}){pattern[begins.end() :]}"
    return pattern if re.match(rf"\(?(?:{_PLAIN}|\\[(\[{{.]|\[(?!\^)(?:\\.|[^\]\\])+\](?![?*]))", pattern) else None


def find_mentions(text: str) -> Iterator[Mention]:
    """Yield the numbers and names of errors in a text, row by row."""
    text = text.replace("\u00a0", " ")
    lower = _lower(text)
    for row in _rows(lower):
        for pattern, is_lower, anchor in _searches(row):
            where = lower if is_lower else text
            for start, end in _around(lower, anchor) if anchor else [(0, len(text))]:
                for found in pattern.finditer(where, start, end):
                    if row.space in _TALKED_OF and is_talk(text, *found.span(), row.space):
                        continue
                    first, last = found.span(found.lastindex or 0)
                    yield Mention(row.space, text[first:last], *found.span(), row.meaning, row.tool)


def _rows(lower: str) -> list[Format]:
    """Return the rows that may be in a text."""
    words, others = words_needed(), others_needed()
    places = {place for word in words.keys() & ascii_words(lower) for place in words[word]}
    plain = lower.isascii()
    places.update(
        place for need, rows in others.items() if (not plain or need.isascii()) and need in lower for place in rows
    )
    return [FORMATS[place] for place in sorted(places)]


@cache
def words_needed() -> dict[bytes, list[int]]:
    """Return the places of rows by the words that they need, of which each is the longest of a need."""
    return _by_need()[0]


@cache
def others_needed() -> dict[str, list[int]]:
    """Return the places of rows by the other things that they need; by nothing, those that need nothing."""
    return _by_need()[1]


@cache
def _by_need() -> tuple[dict[bytes, list[int]], dict[str, list[int]]]:
    words: dict[bytes, list[int]] = {}
    others: dict[str, list[int]] = {}
    for place, row in enumerate(FORMATS):
        for need in row.needs or ("",):
            word = max(ascii_words(_lower(need)), key=lambda each: (each not in _COMMON, len(each)), default=b"")
            if need in PARTS or len(word) < _SHORTEST + (not need.isascii()):
                others.setdefault(_lower(need), []).append(place)
            else:
                words.setdefault(word, []).append(place)
    return words, others


def _around(lower: str, anchor: re.Pattern[str]) -> list[tuple[int, int]]:
    """Return the lines around an anchor, those before and after them too, no place twice."""
    found: list[tuple[int, int]] = []
    for each in anchor.finditer(lower):
        first, last = each.span()
        line = lower.rfind("\n", max(0, first - _REACH), first)
        start = max(lower.rfind("\n", max(0, first - _REACH), max(line, 0)) + 1, first - _REACH, 0)
        line = lower.find("\n", last, first + _REACH)
        end = lower.find("\n", line + 1, first + _REACH) if line >= 0 else -1
        end = end + 1 if end >= 0 else min(len(lower), first + _REACH)
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
