# ruff: noqa: E501 -- a row is easier to read in few lines
"""Where secrets live: a row for each habitat, to be read aloud.

A row has the words without which no secret of its kind is in a text, so that clean text costs a look for words and no
more, and a pattern whose last group is the secret. Every repetition is bounded or cannot give back what it took, so that
hostile text costs no more than its length. Parts that rows share are named in capitals in angle brackets.
"""

from __future__ import annotations

__all__ = ["LETTERS", "LONG_RUN", "PARTS", "ROWS", "SHAPES"]

PARTS = {
    "QUOTE": r"(?: \\{0,3} ['\"`] )",
    # After an opening quote, whatever is inside; without one, up to a blank or to a separator that a name follows.
    "QUOTED": r"(\\{0,3}['\"`]) <SAID> ( (?: (?!\1) \\[^\r\n] | (?!\1) [^\\\r\n] ){1,4096} )",
    "BARE": r"(?: [^\s'\"`<>&;,] | [&;,] (?! \s | \Z | [\w.-]{1,60}= ) ){1,4096}",
    "BYTES": r"(?: b (?= ['\"`] ) )?",
    # The name of a header is in quotes, in a pair, or followed by a colon.
    "HEADER": r"<QUOTE>? \s{0,3} (?: => | , (?= \s{0,3} b?['\"] ) | [:=] (?![:=]) ) \s{0,3}+ <BYTES>",
    # Not a value that only says that there is one, or that is not said
    "SAID": r"""(?!
        (?: \*{4} | \$\{? (?-i:[A-Z_0-9]){1,60} \}? | \$\( | % (?-i:[A-Z_0-9]){1,60} % | %\(?[a-z_]{0,40}\)?s | \{[a-z_.0-9]{0,40}\}
          | < [a-z _-]{1,40} > | \.{3} | none | null | nil | true | false | undefined | required | optional | missing | unset | empty | not )
        (?! [^\s'"`,;&)}\].] ) )""",
    # Not a word that follows the name of an option in a sentence, where a command line has the value
    "ARGUMENT": r"""(?! (?:
          an?|and|any|are|as|at|be|been|but|by|can|cannot|could|did|does|due|expects?|expected|failed|flag|for|from|given|had|has|have
        |if|in|instead|into|invalid|is|it|its|may|means|might|missing|must|needs?|needed|not|of|on|only|option|options?|or|overrides
        |parameter|requires?|required|should|so|takes?|than|that|the|their|then|there|this|to|too|twice|unless|until|used|was|were
        |when|where|which|while|will|with|without|would|you|your|arguments?|values?|wants?|wrong
        |(?-i: (?:[A-Z]{1,20}_)?(?:PASSWORD|PASSPHRASE|TOKEN|SECRET|KEY|PAT|STRING|TEXT|VALUE)) ) (?! [^\s.,:;!?)\]'"`] ) )""",
    "SECRET_NAME": r"""(?: passw(?:or)?d | passphrase | passcode | secret
        | (?<! old) pwd (?! ['"`]? \s{0,3} [:=] \s{0,3} ['"`]? (?: / | [a-z]:[\\/] ) )
        | (?: api | access | account | secret | signing | encryption | master | subscription | deploy | shared [-_ ]? access
            | storage | license | service | publish ) [-_ ]? key
        | client [-_] key [-_] data
        | (?: auth | access | refresh | bearer | security | session | api | private | job | personal | publish | upload
            | registry | identity | id | csrf | xsrf | deploy | npm | pypi | github | gitlab | git ) [-_ ]? token
        | (?-i: TOKEN) | pypi_token_[a-z0-9_]{1,40} | (?<= _) auth )
        (?: [-_]? (?: base64 | b64 | plain | text | value | [0-9]{1,2} ) )?""",
    # What a password is called in the languages that programs speak
    "FOREIGN_NAME": r"""(?: passwort | passord | kennwort | mot [ ] de [ ] passe | contrase[nñ]a | (?<! [a-z] ) senha | palavra-passe | parola
        | wachtwoord | hasło | heslo | salasana | lösenord | adgangskode | jelsz[oó] | şifre | парол[ья] | 密[码碼] | 口令
        | パスワード | 비밀번호 | 암호 )""",
    "SAID_WRONG": r"""(?! (?: falsch | leer | fehlt | erforderlich | inkorrekt | incorrect[aoe]? | invalid[aoe]? | requ[ei] | obrigat | obligat
        | errat | scadut | errone | manquant | expir | mancant | ongeldig | onjuist | verlopen | verplicht | ugyldig | ogiltig | feil
        | saknas | forkert | puuttuu | neplatn | vyžad | chybn | błędne | hib[aá]s | yanl | hatal | gerek ) )""",
    "QUERY_NAME": r"""(?: [a-z0-9_.-]{0,40}?
          (?: token | secret | passw(?:or)?d | passphrase | api[-_]?key | access[-_]?key(?:[-_]?id)? | signature | credential
            | assertion )
        | sig | auth | key | code | pwd | jwt | session | sas | sid | pat )""",
    # two arguments, in a command line or in a list
    "BETWEEN": r"(?: ['\"]? ,? \s{1,3} ['\"]? )",
    "ALONE": r"(?<! [^\s'\"`\[(,] - )",  # after the hyphen that an option begins with,
}

OPTIONS = (" -", "'-", '"-', "`-", "(-", " /pass", " /token", " /secret", " /api")
FOREIGN_NAMES = (
    "pass", "kennwort", "contrase", "senha", "parola", "wachtwoord", "hasło", "heslo", "salasana", "lösenord", "adgangskode",
    "jelsz", "şifre", "парол", "密码", "密碼", "口令", "パスワード", "비밀번호", "암호",
)  # fmt: skip
NAMES = ("pass", "pwd", "secret", "key", "token", "auth")

ROWS: tuple[tuple[tuple[str, ...], str], ...] = (
    # https://user:password@host. A user name alone is no secret, nor is a port with a path behind it, or a drive. In a
    # password that is not encoded there may be / or @, and a terminal may have broken it.
    (
        ("@",),
        r""":(?:\\{0,3}/){2} (?! [a-z]:[\\/] ) [^\s/:@?\#'"<>\[\\]{0,256} : (?! / | [0-9]{1,5} (?: [/?\#] | \s ) )
        ( [^\s/?\#'"<>]{1,512} | [^\s@'"<>]{1,512} | [^\s@'"<>]{2,256} \r?\n [^\s/@'"<>]{1,256} ) (?= @ )""",
    ),
    # https://token@host: a token as user name is one
    (
        ("@",),
        r""":(?:\\{0,3}/){2} ( (?= [a-z_-]{0,60} [0-9] ) (?= [a-z0-9_-]{0,40}? [a-z0-9]{16} )
        [a-z0-9_-]{20,512} (?: : [^\s/@'"<>]{0,512} )? ) (?= @ )""",
    ),
    # https://token:x-oauth-basic@host: this password says that the user name is a token, whatever it looks like
    (("x-oauth-basic",), r""":(?:\\{0,3}/){2} ( [^\s:@'"<>]{1,512} : x-oauth-basic ) (?= @ )"""),
    # the same, percent-encoded as a whole, once or twice; up to the last @ before the path, as a password may have one
    (
        ("%",),
        r"""%(?:25)?3a (?: %(?:25)?2f ){2} (?: (?! %(?:25)?(?:3a|2f|40) ) [^\s/:@'"<>&] ){0,256} %(?:25)?3a
        ( (?: (?! %(?:25)?(?:2f|3f|23) ) [^\s/?\#@'"<>&] ){1,512} | (?: (?! %(?:25)?40 ) [^\s@'"<>&] ){1,512} )
        (?= %(?:25)?40 )""",
    ),
    (
        ("@",),
        r"""proxy [a-z_]{0,20} ['"]? (?: \s{0,3} [:=] \s{0,3} | \s{1,3} ) ['"]? [a-z0-9._-]{1,60} : (?!/)
        ( [^\s/@'"<>]{1,256} ) @""",
    ),
    # ?token=..., &X-Amz-Signature=..., #access_token=..., percent-encoded too
    (
        ("?", "&", "#", ";", "%"),
        r"""(?: [?&;\#] | %(?:25)?3f | %(?:25)?26 ) (?: <QUERY_NAME> ) (?: = | %(?:25)?3d )
        ( (?: (?! %(?:25)?26 ) [^\s&\#;'"<>] ){1,8192} )""",
    ),
    # the same where the text begins inside of it
    (
        ("%",),
        r"""(?<! [\w%.-] ) (?: <QUERY_NAME> ) %(?:25)?3d ( (?: (?! %(?:25)?26 ) [^\s&\#;'"<>] ){1,8192} )""",
    ),
    # X-Amz-Signature=..., sig=..., apart from their address; a short `sig` is the number of a signal
    (
        ("x-amz-", "x-goog-"),
        r"""\b x-(?:amz|goog)-(?: signature | credential | security-token ) = ( [^\s&;,'"<>]{4,8192} )""",
    ),
    (
        ("sig",),
        r"""(?<! [\w-] ) sig(?:nature)? = (?! 0x | sig | \*{4} ) (?= [^\s0-9]{0,200} [0-9] ) (?= [^\sa-z]{0,200} [a-z] )
        ( [^\s&;,'"<>()\[\]{}]{8,4096} ) (?! [\w(] )""",
    ),
    # conda's index: https://host/t/<token>/channel
    (("/t/",), r"""/t/ ( (?:[a-z]{2}-)? [0-9a-f-]{20,80} ) (?= / )"""),
    # headers, as lines, in dictionaries and in pairs. After a scheme that has one word, what follows that word stays.
    (
        ("auth",),
        r"""\b authorization <HEADER> (?: <QUOTE> )? (?: (?: basic | bearer | token | negotiate | bot ) \s{1,3} ( [^\s'"`,;\\]{1,8192} )
        | (?! [a-z0-9-]{1,20} \s{1,3} \*{4} | (?: failed | required | denied | missing | needed | none | null | error | not | server
          | endpoint ) \b ) ( [^\r\n'"`\\]{1,8192} ) )""",
    ),
    # that of a digest has quotes inside
    (("auth",), r"""\b authorization : [ ]{0,3} digest [ ] ( [a-z]{2,20} = [^\r\n]{1,8192} )"""),
    (("bearer",), r"""\b bearer \s{1,3} (?= [a-z._~+/-]{0,200} [0-9] ) ( [a-z0-9._~+/-]{16,8192} ={0,2} )"""),
    (
        ("basic",),
        r"""\b (?-i: Basic ) \s{1,3} (?= [a-z+/]{0,200} [0-9=] ) ( [a-z0-9+/]{12,2048} ={0,2} ) (?! [\w.-] )""",
    ),
    (
        ("cookie",),
        r"""\b (?: set- )? cookie2? <HEADER> (?: <QUOTE> )? (?= [^\s=;,'"]{1,256} = ) ( [^\r\n'"`]{1,8192} )""",
    ),
    # private keys: as lines, and in one line with escaped line feeds; those that are cut off at one end too
    (
        ("private",),
        r"""-----BEGIN [ ] [A-Z0-9 ]{0,30} PRIVATE [ ] KEY (?: [ ] BLOCK )? -----
        ( (?: \s | \\{1,4}[nrt] | [>|\#"'+,] ){1,40} (?: [a-z0-9+/=]{16} | (?: proc-type | version | comment | charset | hash ) : ) .*? )
        (?: (?= -----END [ ] ) | \Z )""",
    ),
    (("private",), r"""\A ( [a-z0-9+/=\s\\:,]{1,20000}? ) (?= -----END [ ] [A-Z0-9 ]{0,30} PRIVATE [ ] KEY )"""),
    (
        ("private",),
        r"""private-lines: \s{0,3} [0-9]{1,4} \s{1,3} ( [a-z0-9+/=\s]{1,20000} ) (?= private-mac | \Z )""",
    ),
    # netrc
    (
        ("pass",),
        r"""\b (?: machine \s{1,8} \S{1,256} (?: \s{1,8} (?: login | account ) \s{1,8} \S{1,256} ){0,2}
          | default (?: \s{1,8} (?: login | account ) \s{1,8} \S{1,256} ){1,2} ) \s{1,8} password \s{1,8} ( \S{1,512} )""",
    ),
    (
        ("pass",),
        r"""^ \s{0,8} (?: login \s{1,8} \S{1,256} \s{1,8} )? password [ \t]{1,8} (?! [a-z]{1,30} [.,:!?]? $ ) ( \S{4,512} ) [ \t]{0,8} $""",
    ),
    (
        ("pass",),
        r"""\b login \s{1,8} \S{1,256} \s{1,8} password [ \t]{1,8} (?= [a-z]{0,60} [^a-z\s'"`,.;:!?)] ) ( [^\s'"`]{4,512} )""",
    ),
    # --token ..., --password ..., -Password ..., /pass:..., as a command line and as a list of arguments
    (
        OPTIONS,
        r"""(?: - <ALONE> -? | / (?<= \s / ) ) [a-z-]{0,24}? (?: token | password | passphrase | passwd | pass | secret | api-?key
          | access-key | pat ) (?: <QUOTE> \s{0,3} , \s{0,3} | [ \t]{1,3} | [=:] (?=\S) )
        (?: <QUOTED> | <ARGUMENT> <SAID> ( (?! [-/'"`] ) <BARE> ) )""",
    ),
    # a value that begins as an option does, behind an option in the long form; not -v, nor -it
    (
        OPTIONS,
        r"""-- (?<! [^\s'"`\[(,] -- ) (?! no- ) [a-z-]{0,24}? (?: token | password | passphrase | passwd | pass | secret | api-?key
          | access-key ) (?: <QUOTE> \s{0,3} , \s{0,3} <QUOTE> | [ \t]{1,3} ) ( - (?! - | v+ \b ) [^\s'"`]{3,512} )""",
    ),
    # mysql -phunter2, 7z x -phunter2: without a blank between
    (
        OPTIONS,
        r"""\b (?: mysql | mariadb | 7za? \b ) [a-z_-]{0,20} (?: \.exe )? (?: <BETWEEN> [^\s'",]{1,200} ){0,8}? <BETWEEN> (?-i: -p )
        (?: (['"]) ( (?: (?!\1) [^\n] ){1,256} ) | ( [^\s'"`,] [^\s'"`]{0,512} ) )""",
    ),
    # -u ann -p ...
    (
        OPTIONS,
        r"""- <ALONE> (?: u | -user(?:name)? ) (?: <QUOTE> \s{0,3} , \s{0,3} | [ =] ) <QUOTE>? [^\s'"`]{1,128} <QUOTE>?
        (?: \s{0,3} , \s{0,3} | [ ] ) <QUOTE>? -p (?: <QUOTE> \s{0,3} , \s{0,3} | [ ] ) (?: <QUOTED> | ( [^\s'"`-] [^\s'"`]{0,512} ) )""",
    ),
    # docker login -p ..., twine upload -p ...
    (
        ("login", "upload"),
        r"""\b (?: login | twine <BETWEEN> upload ) (?: <BETWEEN> [^\s'",]{1,200} ){0,6}? <BETWEEN> -p (?: <BETWEEN> | = )
        (?! [0-9]{1,5} \b ) <ARGUMENT> <SAID> ( [^\s'"`,-] [^\s'"`]{0,512} )""",
    ),
    (OPTIONS, r"""- (?<= sshpass [ ] - ) p \s{0,3} ['"]? ( [^\s'"]{1,512} )"""),
    # curl -u ann:password; not docker's -u 1000:1000, nor -u node:node
    (
        OPTIONS,
        r"""- <ALONE> (?: u | -user | -proxy-user ) (?: <QUOTE> \s{0,3} , \s{0,3} | [ =] ) <QUOTE>?
        (?! ( [\w-]{1,60} ) : \1 (?! [^\s'"`] ) | [0-9]{1,9} : [0-9]{1,9} \b ) [^\s:'"`/]{1,128} : (?! // ) ( [^\s'"`]{1,512} )""",
    ),
    ((" /user:",), r"""\s /user: \S{1,128} \s{1,3} (?! / ) ( [^\s/]\S{0,256} )"""),
    # password=..., "api_key": "...", {'TOKEN': b'...'}
    (
        NAMES,
        r"""<SECRET_NAME> (?: <QUOTE> \s{0,3} (?: , | => | :=? | = ) | \s{0,3} => | \s{0,3} :?= (?!=) ) \s{0,3} <BYTES>
        (?: <QUOTED> | <SAID> ( <BARE> ) )""",
    ),
    # password: ...; letters alone are a word of a sentence, unless they are all that stands in the line
    (
        NAMES,
        r"""<SECRET_NAME> \s{0,3} : (?! [:/] ) [ \t]{0,3} <BYTES> (?: <QUOTED> | <SAID>
        (?= [a-z]{0,60} [^a-z\s'"`,.;:!?)] | [a-z]{4,60} [ \t]{0,3} (?: [\r\n] | \Z ) )
        (?! (?: incorrect | invalid | wrong | expired | denied | unknown | rejected | hidden ) \b ) ( (?= \S{4} ) <BARE> ) )""",
    ),
    # a block of YAML, up to the line that is indented less
    (
        NAMES,
        r"""^ ( [ \t]{0,40} ) [^\r\n]{0,300}? (?: <SECRET_NAME> | token ) ['"]? : [ \t]{1,3} [|>] [+-]? [1-9]? [+-]? [ \t]{0,3} \r?\n
        \1 [ \t]{1,40} ( \S [^\r\n]{0,4096} (?: (?: \r?\n [ \t]{0,40} (?= \r?\n ) ){0,3} \r?\n \1 [ \t]{1,40} \S [^\r\n]{0,4096} ){0,200}+ )""",
    ),
    # the same with escaped line feeds
    (
        NAMES,
        r"""(?: <SECRET_NAME> | token ) ['"]? : [ ]{1,3} [|>] [+-]? [1-9]? [+-]? [ ]{0,3} (?: \\{1,3}n [ ]{0,40} ){1,3}
        ( (?! \\ ) (?: (?! \\{1,3}n (?! [ ] | \\{1,3}n [ \\] ) ) [^\r\n'"] ){1,8192}+ )""",
    ),
    # what somebody typed at a prompt: Password for 'https://ann@host': ..., Enter passphrase for key '/home/ann/x': ...
    (
        ("pass",),
        r"""\b pass(?:word|phrase) [ ] for [ ] (?: key [ ] )? (?: '[^'\n]{1,300}' | "[^"\n]{1,300}" | [^\s'"]{1,300} ) : [ \t]{0,3}
        (?= [a-z]{0,60} [^a-z\s'"`,.;:!?)] | [a-z]{4,60} [ \t]{0,3} (?: [\r\n] | \Z ) )
        (?! (?: incorrect | invalid | wrong | expired | denied | unknown | rejected ) \b ) ( (?= \S{4} ) <BARE> )""",
    ),
    # Passwort: ..., mot de passe : ..., by the rule of `password: ...`
    (
        FOREIGN_NAMES,
        r"""<FOREIGN_NAME> <QUOTE>? (?: \s | \\{1,4} (?: xa0 | u00a0 | u202f ) ){0,3} [:=\uff1a] (?! [:/] ) [ \t\u3000]{0,3} <SAID_WRONG> (?: <QUOTED>
        | (?= [a-z\u00c0-\u024f\u0400-\u04ff]{0,60} [!-~] (?<! [a-z'"`,.;:!?)] ) | [a-z]{4,60} [ \t]{0,3} (?: [\r\n] | \Z ) )
        ( (?= \S{4} ) <BARE> ) )""",
    ),
    # a plain `token` or `auth` is many things; what looks random is a secret
    (
        ("token", "auth"),
        r"""(?<! [a-z0-9] ) (?: token | auth ) <QUOTE>? \s{0,3} (?: = (?!=) | : (?= \s | <QUOTE> ) ) \s{0,3}+ <BYTES> <QUOTE>?
        ( (?= [^\s'"`\\]{0,200}? [0-9] ) [^\s'"`\\,;&)\]}]{6,4096} | [a-z0-9+/_=-]{20,4096} )""",
    ),
    # auth=("ann", "...")
    (
        ("auth",),
        r"""auth ['"]? \s{0,3} [:=(] \s{0,3} \(? b?['"] [^'"\n]{0,128} ['"] , \s{0,3} <BYTES> (['"]) ( (?: (?!\1) [^\n] ){1,256} )""",
    ),
    # <password>...</password>, <add key="ClearTextPassword" value="..." />
    (
        ("</",),
        r"""(?: password | passphrase | secret | token | api-?key | access-?key | secret-?key ) > \s{0,3} ( [^<\s] [^<]{0,4096} ) </""",
    ),
    (
        NAMES,
        r"""(?: password | token | secret | api-?key ) ['"] \s{1,3} value= (['"]) ( (?: (?!\1) [^\n] ){1,512} )""",
    ),
    # what build services are told to hide
    (("::",), r"""::add-mask:: ( [^\r\n'"]{1,4096} )"""),
    (("issecret",), r"""issecret=true [^\]\r\n]{0,200} \] ( [^\r\n'"]{1,4096} )"""),
    (
        ("securestring",),
        r"""ConvertTo-SecureString \s{1,3} (?: -String \s{1,3} )? (['"]) ( (?: (?!\1) [^\n] ){1,512} )""",
    ),
)

# Tokens that tell by themselves what they are: at least twenty characters without a break, which few texts have.
LONG_RUN, LETTERS = 20, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
SHAPES = r"""(?: (?<![A-Za-z0-9]) | (?<= [0-9;\[]m ) | (?<= \\[nrt] ) | (?<= %[0-9A-F]{2} ) ) (
      pypi-AgE[A-Za-z0-9_-]{16,1024}
    | gh[oprsu]_[A-Za-z0-9_.-]{16,1024} | github_pat_[A-Za-z0-9_]{20,255}
    | gl(?:pat|oas|dt|rt|cbt|ptt|ft|imt|agent|soat|ffct|wt)-[A-Za-z0-9_.-]{16,300} | GR1348941[A-Za-z0-9_-]{20}
    | npm_[A-Za-z0-9]{30,64}
    | (?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])
    | [A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,40} | [A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}
    | AIza[A-Za-z0-9_-]{35} | GOCSPX-[A-Za-z0-9_-]{20,64} | ya29\.[A-Za-z0-9_.-]{20,2048} | 1//0[A-Za-z0-9_-]{40,512}
    | eyJ[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{8,8192}(?:\.[A-Za-z0-9_-]{0,8192}){1,3}
    | xox[abcdeoprs](?:\.xox[a-z])?-[A-Za-z0-9.-]{16,512} | xapp-[0-9]-[A-Za-z0-9-]{20,512}
    | T[A-Z0-9]{6,14}/B[A-Z0-9]{6,14}/[A-Za-z0-9]{20,40}
    | [sr]k_(?:live|test)_[A-Za-z0-9]{16,255} | whsec_[A-Za-z0-9+/=]{24,255}
    | sk-(?:proj|svcacct|admin|None|or-v1|ant-[a-z0-9]{2,10})-[A-Za-z0-9_-]{20,512} | sk-[A-Za-z0-9]{32,64}
    | hf_[A-Za-z0-9]{30,64} | api_org_[A-Za-z0-9]{30,64}
    | dckr_(?:pat|oat)_[A-Za-z0-9_-]{20,100} | do[opr]_v1_[a-f0-9]{64} | SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}
    | hv[bsr]\.[A-Za-z0-9_-]{20,512} | dapi[a-f0-9]{32} | AKCp[A-Za-z0-9]{40,100} | cmVmd[A-Za-z0-9+/=]{40,100}
    | cio[A-Za-z0-9]{32} | rubygems_[a-f0-9]{48} | oy2[a-z0-9]{43} | AGE-SECRET-KEY-1[A-Z0-9]{50,70}
    | PMAK-[A-Za-z0-9-]{50,70} | pul-[a-f0-9]{40} | gl(?:sa|c)_[A-Za-z0-9_=]{30,200}
    | sntry[su]_[A-Za-z0-9_=+/-]{30,255} | shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}
    | [A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,80} | ATATT3[A-Za-z0-9_=-]{40,255} | ATBB[A-Za-z0-9]{24,40}
    | lin_api_[A-Za-z0-9]{32,64} | dp\.(?:pt|st|ct)\.[A-Za-z0-9.]{30,80}
    )"""
