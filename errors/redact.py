"""Secrets out. At the bottom, because `str()` and `repr()` of errors and artifacts need it too.

A removed secret is ``****``: what was removed stays visible as such. One combined pattern finds the places where a
secret can be, so that clean text costs a single pass; every repetition in it is bounded, so that no text costs more.
"""

from __future__ import annotations

import re
from functools import cache

__all__ = ["MASK", "redact"]

MASK = "****"

# The group of each alternative is what stays; all else of the match is the secret.
HABITATS = r"""
    # https://token@host: a token as user name is one
    (?P<user> \b[a-z][a-z0-9+.-]{1,20}:/{2} ) (?= [a-z0-9_-]{0,40} [a-z0-9]{16} )
        [a-z0-9_-]{20,512} (?: : [^\s/@'"<>]{0,512} )? (?=@)

    # https://user:password@host; a user name alone is none, nor is a port with a path behind it
    | (?P<url> \b[a-z][a-z0-9+.-]{1,20}:/{2} [^\s/:@?\#'"<>]{0,256} : )
        (?! [0-9]{1,5} [/?\#] ) [^\s@'"<>]{1,256} (?=@)

    # the same, percent-encoded as a whole
    | (?P<encoded> \b[a-z][a-z0-9+.-]{1,20}%3a%2f%2f [^\s%/:@'"<>]{0,256} %3a ) [^\s/@'"<>]{1,512}? (?=%40)

    # ?token=..., &X-Amz-Signature=..., #access_token=..., percent-encoded too
    | (?P<query> (?: [?&;\#] | %3f | %26 )
        (?: [a-z0-9_.-]{0,40}?
            (?: token | secret | passw(?:or)?d | api[-_]?key | access[-_]?key | signature | credential )
            [a-z0-9_.-]{0,20}
          | sig | auth | key | code | pwd | jwt )
        (?: = | %3d ) ) (?!\*{4}) [^\s&\#;'"<>]{1,4096}

    | (?P<header> \b (?: proxy- )? authorization ['"]? \s{0,3} [:=]
        (?! \s{0,3} ['"]? (?: [a-z0-9-]{1,20} \s{1,3} )? \*{4} ) \s{0,3} ['"]?
        (?: (?: basic | bearer | token | digest | negotiate | aws4-hmac-sha256 ) \s{1,3} )? ) [^\r\n'"]{1,4096}

    | (?P<cookie> \b (?: set- )? cookie ['"]? \s{0,3} [:=] (?! \s{0,3} ['"]? \*{4} ) \s{0,3} ['"]? ) [^\r\n'"]{1,4096}

    | (?P<key> -----BEGIN [ ] [a-z ]{0,30} PRIVATE [ ] KEY (?: [ ] BLOCK )? ----- )
        (?: [^-] | -(?!----) ){0,16384} (?: -----END [ ] [a-z ]{0,30} PRIVATE [ ] KEY (?: [ ] BLOCK )? ----- )?

    | (?P<netrc> \b (?: machine \s{1,8} \S{1,256} (?: \s{1,8} login \s{1,8} \S{1,256} )?
          | default \s{1,8} login \s{1,8} \S{1,256} ) \s{1,8} password \s{1,8} ) \S{1,512}

    # --token ..., -u ann -p ...
    | (?P<option> (?<!\S) (?: --[a-z-]{0,20}? (?: token | password | secret | api-key )
          | (?: -u | --username ) [ ] \S{1,128} [ ] -p ) [ ]{1,3} ) (?!\*{4}) [^\s'"-] [^\s'"]{5,512}

    # password=..., "api_key": "..."; what stands before these words stays as it is
    | (?P<assigned>
        (?: passw(?:or)?d | secret | api[-_]?key | (?: access | account ) [-_]?key | auth[-_]?token | access[-_]?token
          | [-_]token )
        ['"]? \s{0,3} (?: = | : (?!/) ) \s{0,3} ['"]? ) (?!\*{4})
        (?: (?<=['"]) [^\r\n'"]{4,512} (?=['"]) | [^\s'",;&]{4,512} )

    # tokens that tell by themselves what they are
    | (?P<token>) (?:
          \b pypi- [a-z0-9_-]{16,512}
        | \b gh[oprsu]_ [a-z0-9]{16,255}
        | \b github_pat_ [a-z0-9_]{20,255}
        | \b glpat- [a-z0-9_-]{16,64}
        | \b npm_ [a-z0-9]{30,64}
        | \b (?: AKIA | ASIA ) [A-Z0-9]{16} \b
        | \b AIza [a-z0-9_-]{35}
        | \b GOCSPX- [a-z0-9_-]{20,64}
        | \b ya29\. [a-z0-9_-]{20,512}
        | \b eyJ [a-z0-9_-]{8,4096} \. [a-z0-9_-]{8,8192} \. [a-z0-9_-]{8,4096}
    )
"""


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(HABITATS, re.IGNORECASE | re.VERBOSE)


def _masked(match: re.Match[str]) -> str:
    kept = match.lastgroup
    return f"{match[kept] if kept else ''}{MASK}"


def redact(text: str) -> str:
    """Return *text* with its secrets replaced by ``****``.

    >>> redact("https://ann:s3cret@index.example/simple")
    'https://ann:****@index.example/simple'
    """
    return _pattern().sub(_masked, text)
