"""The portable meaning of system codes: some 45 kinds, each with the symbols that imply it and one English clause.

This is judgement, not data: one number can mean several things, and whoever maps numbers to meanings loses some. The
raw code is therefore always kept beside its kind. What others decide differently has a comment.
"""

from __future__ import annotations

import functools
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..locales import N_
from . import codes
from .codes import SystemCode, code_for, symbol_for, win32_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["SENTENCES", "ErrorKind", "classify", "identify", "kind_of", "search"]


class ErrorKind(StrEnum):
    """What a system code means, on every platform."""

    PERMISSION_DENIED = "permission-denied"
    PRIVILEGE_NOT_HELD = "privilege-not-held"
    ELEVATION_REQUIRED = "elevation-required"
    BLOCKED_BY_POLICY = "blocked-by-policy"
    VIRUS = "virus"
    NOT_FOUND = "not-found"
    ALREADY_EXISTS = "already-exists"
    NOT_A_DIRECTORY = "not-a-directory"
    IS_A_DIRECTORY = "is-a-directory"
    NOT_EMPTY = "not-empty"
    INVALID_NAME = "invalid-name"
    NAME_TOO_LONG = "name-too-long"
    INVALID_ARGUMENT = "invalid-argument"
    UNSUPPORTED = "unsupported"
    CROSS_DEVICE = "cross-device"
    TOO_MANY_LINKS = "too-many-links"
    LINK_LOOP = "link-loop"
    BROKEN_LINK = "broken-link"
    UNTRUSTED_LINK = "untrusted-link"
    READ_ONLY = "read-only"
    DISK_FULL = "disk-full"
    QUOTA_EXCEEDED = "quota-exceeded"
    FILE_TOO_LARGE = "file-too-large"
    IN_USE = "in-use"
    LOCKED = "locked"
    DELETE_PENDING = "delete-pending"
    DEVICE_NOT_READY = "device-not-ready"
    IO_ERROR = "io-error"
    CORRUPT = "corrupt"
    STALE = "stale"
    CLOUD_FILE = "cloud-file"
    OUT_OF_MEMORY = "out-of-memory"
    TOO_MANY_OPEN_FILES = "too-many-open-files"
    OUT_OF_RESOURCES = "out-of-resources"
    NOT_EXECUTABLE = "not-executable"
    LIBRARY_NOT_LOADED = "library-not-loaded"
    CRASHED = "crashed"
    INSTALLER_BUSY = "installer-busy"
    INSTALL_FAILED = "install-failed"
    SERVICE_UNAVAILABLE = "service-unavailable"
    BROKEN_PIPE = "broken-pipe"
    TRY_AGAIN = "try-again"
    INTERRUPTED = "interrupted"
    CANCELED = "canceled"
    TIMED_OUT = "timed-out"
    LOGON_FAILED = "logon-failed"
    HOST_NOT_FOUND = "host-not-found"
    NAME_SERVICE_FAILED = "name-service-failed"
    NETWORK_UNREACHABLE = "network-unreachable"
    CONNECTION_REFUSED = "connection-refused"
    CONNECTION_LOST = "connection-lost"
    ADDRESS_IN_USE = "address-in-use"
    CERTIFICATE_UNTRUSTED = "certificate-untrusted"
    CERTIFICATE_EXPIRED = "certificate-expired"
    CERTIFICATE_MISMATCH = "certificate-mismatch"
    CERTIFICATE_UNCHECKED = "certificate-unchecked"
    TLS_FAILED = "tls-failed"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    PROXY_AUTHENTICATION = "proxy-authentication"
    RATE_LIMITED = "rate-limited"
    REQUEST_REFUSED = "request-refused"
    SERVER_ERROR = "server-error"


SENTENCES: Mapping[ErrorKind, str] = MappingProxyType(
    {
        ErrorKind.PERMISSION_DENIED: N_("access is denied"),
        ErrorKind.PRIVILEGE_NOT_HELD: N_("a required privilege is not held"),
        ErrorKind.ELEVATION_REQUIRED: N_("the program must be run as administrator"),
        ErrorKind.BLOCKED_BY_POLICY: N_("a policy of this computer does not allow it"),
        ErrorKind.VIRUS: N_("the antivirus program has blocked or removed the file"),
        ErrorKind.NOT_FOUND: N_("it does not exist"),
        ErrorKind.ALREADY_EXISTS: N_("it exists already"),
        ErrorKind.NOT_A_DIRECTORY: N_("it is not a directory"),
        ErrorKind.IS_A_DIRECTORY: N_("it is a directory"),
        ErrorKind.NOT_EMPTY: N_("the directory is not empty"),
        ErrorKind.INVALID_NAME: N_("the name is not allowed here"),
        ErrorKind.NAME_TOO_LONG: N_("the name or path is too long"),
        ErrorKind.INVALID_ARGUMENT: N_("the system call was given something invalid"),
        ErrorKind.UNSUPPORTED: N_("the file system cannot do this"),
        ErrorKind.CROSS_DEVICE: N_("the two places are on different file systems"),
        ErrorKind.TOO_MANY_LINKS: N_("the file has too many hard links"),
        ErrorKind.LINK_LOOP: N_("the links lead in a circle or are too many"),
        ErrorKind.BROKEN_LINK: N_("the link is damaged or cannot be followed"),
        ErrorKind.UNTRUSTED_LINK: N_("the system does not follow links of this origin"),
        ErrorKind.READ_ONLY: N_("the file system is read-only"),
        ErrorKind.DISK_FULL: N_("no space is left on the disk"),
        ErrorKind.QUOTA_EXCEEDED: N_("a quota is used up"),
        ErrorKind.FILE_TOO_LARGE: N_("the file is too large for the file system"),
        ErrorKind.IN_USE: N_("another program is using it"),
        ErrorKind.LOCKED: N_("another program has locked it"),
        ErrorKind.DELETE_PENDING: N_("it is deleted but still open in a program"),
        ErrorKind.DEVICE_NOT_READY: N_("the drive or device is not ready"),
        ErrorKind.IO_ERROR: N_("the disk or device has failed to read or write"),
        ErrorKind.CORRUPT: N_("the data is damaged"),
        ErrorKind.STALE: N_("the file on the server has been replaced or removed"),
        ErrorKind.CLOUD_FILE: N_("the cloud storage program does not allow it"),
        ErrorKind.OUT_OF_MEMORY: N_("memory is used up"),
        ErrorKind.TOO_MANY_OPEN_FILES: N_("too many files are open"),
        ErrorKind.OUT_OF_RESOURCES: N_("the system has run out of resources"),
        ErrorKind.NOT_EXECUTABLE: N_("the file cannot be run on this system"),
        ErrorKind.LIBRARY_NOT_LOADED: N_("a library could not be loaded"),
        ErrorKind.CRASHED: N_("the program has crashed"),
        ErrorKind.INSTALLER_BUSY: N_("another installation is running"),
        ErrorKind.INSTALL_FAILED: N_("the installer has failed"),
        ErrorKind.SERVICE_UNAVAILABLE: N_("a service that is needed does not run"),
        ErrorKind.BROKEN_PIPE: N_("the program at the other end has stopped"),
        ErrorKind.TRY_AGAIN: N_("it is not possible at the moment"),
        ErrorKind.INTERRUPTED: N_("it was interrupted"),
        ErrorKind.CANCELED: N_("it was canceled"),
        ErrorKind.TIMED_OUT: N_("it took too long"),
        ErrorKind.LOGON_FAILED: N_("the log-on was refused"),
        ErrorKind.HOST_NOT_FOUND: N_("the host name is unknown"),
        ErrorKind.NAME_SERVICE_FAILED: N_("the name server does not answer"),
        ErrorKind.NETWORK_UNREACHABLE: N_("the network or host cannot be reached"),
        ErrorKind.CONNECTION_REFUSED: N_("the connection was refused"),
        ErrorKind.CONNECTION_LOST: N_("the connection was lost"),
        ErrorKind.ADDRESS_IN_USE: N_("the network address is in use already"),
        ErrorKind.CERTIFICATE_UNTRUSTED: N_("the certificate is not trusted"),
        ErrorKind.CERTIFICATE_EXPIRED: N_("the certificate has expired or is not valid yet"),
        ErrorKind.CERTIFICATE_MISMATCH: N_("the certificate is for another host"),
        ErrorKind.CERTIFICATE_UNCHECKED: N_("it could not be checked whether the certificate is revoked"),
        ErrorKind.TLS_FAILED: N_("no secure connection could be agreed on"),
        ErrorKind.UNAUTHORIZED: N_("the server asks for credentials"),
        ErrorKind.FORBIDDEN: N_("the server does not allow it"),
        ErrorKind.PROXY_AUTHENTICATION: N_("the proxy asks for credentials"),
        ErrorKind.RATE_LIMITED: N_("the server has had too many requests"),
        ErrorKind.REQUEST_REFUSED: N_("the server does not accept the request"),
        ErrorKind.SERVER_ERROR: N_("the server has failed"),
    }
)

# Which symbols imply a kind. An NTSTATUS or HRESULT that equals a Win32 code has that code's kind, and needs no line.
_SYMBOLS = {
    # ERROR_ACCESS_DENIED is EPERM to libuv and EACCES to CPython and Rust. Windows uses it for permissions, for running
    # programs, read-only attributes and deletes that are under way; "access is denied" is all that is certain.
    # EPERM is no privilege: on Unix it is a refusal that a chmod does not cure, but root may not have the right either.
    ErrorKind.PERMISSION_DENIED: """
        ERROR_FILE_ENCRYPTED ERROR_ENCRYPTION_FAILED ERROR_DECRYPTION_FAILED ERROR_ACCESS_DENIED
        ERROR_NETWORK_ACCESS_DENIED ERROR_CURRENT_DIRECTORY WSAEACCES EACCES EPERM EAUTH ENEEDAUTH ENOTCAPABLE
        ECAPMODE ERROR_CANNOT_MAKE ERROR_INVALID_ACCESS
    """,
    ErrorKind.PRIVILEGE_NOT_HELD: "ERROR_PRIVILEGE_NOT_HELD ERROR_NOT_ALL_ASSIGNED",
    ErrorKind.ELEVATION_REQUIRED: "ERROR_ELEVATION_REQUIRED APPINSTALLER_CLI_ERROR_COMMAND_REQUIRES_ADMIN",
    ErrorKind.BLOCKED_BY_POLICY: """
        ERROR_ACCESS_DISABLED_BY_POLICY ERROR_SYSTEM_INTEGRITY_POLICY_VIOLATION ERROR_INVALID_IMAGE_HASH
        ERROR_CHILD_PROCESS_BLOCKED ERROR_INSTALL_PACKAGE_REJECTED ERROR_EDP_POLICY_DENIES_OPERATION
        ERROR_BLOCKED_BY_PARENTAL_CONTROLS APPINSTALLER_CLI_ERROR_BLOCKED_BY_POLICY
    """,
    ErrorKind.VIRUS: "ERROR_VIRUS_INFECTED ERROR_VIRUS_DELETED",
    # ERROR_BAD_PATHNAME is what a path with mixed slashes gets; nothing can exist under it.
    ErrorKind.NOT_FOUND: """
        ERROR_FILE_NOT_FOUND ERROR_PATH_NOT_FOUND ERROR_INVALID_DRIVE ERROR_BAD_PATHNAME ERROR_NOT_FOUND
        ERROR_BAD_NETPATH ERROR_BAD_NET_NAME ERROR_DEV_NOT_EXIST ERROR_INSTALL_PACKAGE_NOT_FOUND
        ERROR_NO_SUCH_DEVICE ERROR_NO_MORE_FILES ENOENT ENODEV ENXIO ESRCH ENOATTR ENODATA NOT_FOUND GONE
        CURLE_REMOTE_FILE_NOT_FOUND CURLE_TFTP_NOTFOUND CRYPT_E_NOT_FOUND REGDB_E_CLASSNOTREG CBS_E_SOURCE_MISSING
        HCS_E_SYSTEM_NOT_FOUND APPINSTALLER_CLI_ERROR_RESTAPI_ENDPOINT_NOT_FOUND ENOFILE ERROR_UNKNOWN_PRODUCT
        APPMODEL_ERROR_NO_PACKAGE CURLE_FILE_COULDNT_READ_FILE
    """,
    ErrorKind.ALREADY_EXISTS: """
        ERROR_SERVICE_ALREADY_RUNNING ERROR_FILE_EXISTS ERROR_ALREADY_EXISTS ERROR_OBJECT_ALREADY_EXISTS EEXIST
        ERROR_CASE_DIFFERING_NAMES_IN_DIR CURLE_REMOTE_FILE_EXISTS HCS_E_SYSTEM_ALREADY_EXISTS ERROR_SERVICE_EXISTS
        ERROR_PRODUCT_VERSION CONFLICT ERROR_PACKAGE_ALREADY_EXISTS
    """,
    # ERROR_DIRECTORY is ENOENT to libuv, and NotADirectory to Rust, whose reading its English text has, too.
    ErrorKind.NOT_A_DIRECTORY: "ERROR_DIRECTORY ENOTDIR",
    ErrorKind.IS_A_DIRECTORY: "EISDIR ERROR_DIRECTORY_NOT_SUPPORTED STATUS_FILE_IS_A_DIRECTORY",
    ErrorKind.NOT_EMPTY: "ERROR_DIR_NOT_EMPTY ENOTEMPTY WSAENOTEMPTY",
    # ERROR_INVALID_NAME is ENOENT to libuv, since nothing can have such a name; but the name is what must change.
    ErrorKind.INVALID_NAME: """
        ERROR_INVALID_NAME ERROR_BAD_FILE_TYPE EILSEQ ERROR_NO_UNICODE_TRANSLATION CURLE_URL_MALFORMAT
        ERROR_INTERNET_INVALID_URL
    """,
    ErrorKind.NAME_TOO_LONG: """
        ERROR_FILENAME_EXCED_RANGE ERROR_BUFFER_OVERFLOW ENAMETOOLONG WSAENAMETOOLONG URI_TOO_LONG
    """,
    ErrorKind.INVALID_ARGUMENT: """
        ERROR_INVALID_PARAMETER ERROR_BAD_ARGUMENTS ERROR_INVALID_HANDLE ERROR_INSUFFICIENT_BUFFER ERROR_BAD_COMMAND
        ERROR_INVALID_ADDRESS ERROR_NOACCESS ERROR_INVALID_FLAGS ERROR_BAD_LENGTH ERROR_MORE_DATA
        ERROR_BAD_ENVIRONMENT WSAEINVAL WSAEFAULT WSAENOTSOCK WSAEBADF EINVAL EBADF EFAULT EDOM ERANGE E2BIG
        ENOTSOCK ENOTTY ESPIPE EDESTADDRREQ EOVERFLOW EAI_BADFLAGS EAI_FAMILY EAI_SOCKTYPE EAI_SERVICE
        CURLE_BAD_FUNCTION_ARGUMENT CURLE_UNKNOWN_OPTION E_POINTER APPINSTALLER_CLI_ERROR_INVALID_CL_ARGUMENTS
        ERROR_INVALID_COMMAND_LINE ERROR_INVALID_LEVEL
    """,
    # ERROR_INVALID_FUNCTION is EISDIR to libuv, which is true of a read from a directory only. Of links, locks and
    # queries it is what exFAT, FAT32 and RAM disks answer.
    ErrorKind.UNSUPPORTED: """
        ERROR_INVALID_FUNCTION ERROR_NOT_SUPPORTED ERROR_CALL_NOT_IMPLEMENTED ERROR_SYMLINK_NOT_SUPPORTED
        ERROR_FILE_NOT_SUPPORTED ERROR_RESIDENT_FILE_NOT_SUPPORTED ERROR_COMPRESSED_FILE_NOT_SUPPORTED
        ERROR_UNSUPPORTED_TYPE WSAEOPNOTSUPP EOPNOTSUPP ENOTSUP ENOTSUPP ENOSYS E_NOTIMPL
        COR_E_NOTSUPPORTED ERROR_INSTALL_PLATFORM_UNSUPPORTED
        APPINSTALLER_CLI_ERROR_NO_APPLICABLE_INSTALLER
    """,
    ErrorKind.CROSS_DEVICE: "ERROR_NOT_SAME_DEVICE EXDEV",
    # 347 limits clones of a block as 1142 limits the names of a file: copying that one file helps in both.
    ErrorKind.TOO_MANY_LINKS: "ERROR_TOO_MANY_LINKS ERROR_BLOCK_TOO_MANY_REFERENCES EMLINK",
    ErrorKind.LINK_LOOP: "ERROR_CANT_RESOLVE_FILENAME WSAELOOP ELOOP",
    # ERROR_CANT_ACCESS_FILE is a reparse tag that Windows cannot follow: a Store alias, a link that was made in WSL.
    ErrorKind.BROKEN_LINK: """
        ERROR_CANT_ACCESS_FILE ERROR_NOT_A_REPARSE_POINT ERROR_INVALID_REPARSE_DATA ERROR_REPARSE_TAG_INVALID
        ERROR_REPARSE_TAG_MISMATCH ERROR_REPARSE_ATTRIBUTE_CONFLICT
    """,
    ErrorKind.UNTRUSTED_LINK: "ERROR_UNTRUSTED_MOUNT_POINT ERROR_SYMLINK_CLASS_DISABLED",
    ErrorKind.READ_ONLY: "ERROR_WRITE_PROTECT ERROR_FILE_READ_ONLY EROFS",
    ErrorKind.DISK_FULL: """
        ERROR_DISK_FULL ERROR_HANDLE_DISK_FULL ENOSPC CURLE_REMOTE_DISK_FULL INSUFFICIENT_STORAGE
    """,
    ErrorKind.QUOTA_EXCEEDED: "ERROR_DISK_QUOTA_EXCEEDED EDQUOT WSAEDQUOT",
    ErrorKind.FILE_TOO_LARGE: "ERROR_FILE_TOO_LARGE ERROR_FILE_SYSTEM_LIMITATION EFBIG CURLE_FILESIZE_EXCEEDED",
    ErrorKind.IN_USE: """
        ERROR_FILE_CHECKED_OUT ERROR_SHARING_VIOLATION ERROR_USER_MAPPED_FILE ERROR_BUSY ERROR_PATH_BUSY
        ERROR_BUSY_DRIVE ERROR_PIPE_BUSY ERROR_DEVICE_IN_USE EBUSY ETXTBSY ERROR_CLOUD_FILE_IN_USE
        ERROR_PACKAGES_IN_USE SCARD_E_SHARING_VIOLATION
    """,
    ErrorKind.LOCKED: """
        ERROR_LOCK_VIOLATION ERROR_LOCK_FAILED ERROR_LOCKED ENOLCK EDEADLK EDEADLOCK LOCKED ERROR_POSSIBLE_DEADLOCK
    """,
    ErrorKind.DELETE_PENDING: "ERROR_DELETE_PENDING STATUS_DELETE_PENDING",
    ErrorKind.DEVICE_NOT_READY: """
        ERROR_NOT_READY ERROR_DEVICE_NOT_CONNECTED ERROR_NO_MEDIA_IN_DRIVE ERROR_UNRECOGNIZED_VOLUME
        ERROR_MEDIA_CHANGED ENOMEDIUM EMEDIUMTYPE EPWROFF
    """,
    # ERROR_OPEN_FAILED: a placeholder or a filter driver that cannot deliver. ERROR_CRC: the disk, never permissions.
    ErrorKind.IO_ERROR: """
        CURLE_WRITE_ERROR ERROR_IO_DEVICE ERROR_CRC ERROR_SEEK ERROR_WRITE_FAULT ERROR_READ_FAULT ERROR_GEN_FAILURE
        ERROR_OPEN_FAILED ERROR_SECTOR_NOT_FOUND ERROR_DISK_OPERATION_FAILED EIO EREMOTEIO EDEVERR CURLE_READ_ERROR
        COR_E_IO ERROR_HANDLE_EOF
    """,
    ErrorKind.CORRUPT: """
        ERROR_INVALID_DATA ERROR_FILE_CORRUPT ERROR_DISK_CORRUPT ERROR_FILE_INVALID EBADMSG EUCLEAN EINTEGRITY
        CURLE_PARTIAL_FILE CURLE_BAD_CONTENT_ENCODING ERROR_INSTALL_PACKAGE_INVALID
        ERROR_INSTALL_PACKAGE_OPEN_FAILED TRUST_E_BAD_DIGEST APPMODEL_ERROR_PACKAGE_RUNTIME_CORRUPT
        APPINSTALLER_CLI_ERROR_INSTALLER_HASH_MISMATCH APPMODEL_ERROR_PACKAGE_IDENTITY_CORRUPT
    """,
    ErrorKind.STALE: "ESTALE WSAESTALE",
    ErrorKind.CLOUD_FILE: """
        ERROR_CLOUD_FILE_SYNC_ROOT_METADATA_CORRUPT ERROR_CLOUD_FILE_PROVIDER_NOT_RUNNING
        ERROR_CLOUD_FILE_METADATA_CORRUPT ERROR_CLOUD_FILE_METADATA_TOO_LARGE
        ERROR_CLOUD_FILE_PROPERTY_BLOB_TOO_LARGE ERROR_CLOUD_FILE_PROPERTY_BLOB_CHECKSUM_MISMATCH
        ERROR_CLOUD_FILE_TOO_MANY_PROPERTY_BLOBS ERROR_CLOUD_FILE_PROPERTY_VERSION_NOT_SUPPORTED
        ERROR_NOT_A_CLOUD_FILE ERROR_CLOUD_FILE_NOT_IN_SYNC ERROR_CLOUD_FILE_ALREADY_CONNECTED
        ERROR_CLOUD_FILE_NOT_SUPPORTED ERROR_CLOUD_FILE_INVALID_REQUEST ERROR_CLOUD_FILE_READ_ONLY_VOLUME
        ERROR_CLOUD_FILE_CONNECTED_PROVIDER_ONLY ERROR_CLOUD_FILE_VALIDATION_FAILED
        ERROR_CLOUD_FILE_AUTHENTICATION_FAILED ERROR_CLOUD_FILE_INSUFFICIENT_RESOURCES
        ERROR_CLOUD_FILE_NETWORK_UNAVAILABLE ERROR_CLOUD_FILE_UNSUCCESSFUL ERROR_CLOUD_FILE_NOT_UNDER_SYNC_ROOT
        ERROR_CLOUD_FILE_PINNED ERROR_CLOUD_FILE_REQUEST_ABORTED ERROR_CLOUD_FILE_PROPERTY_CORRUPT
        ERROR_CLOUD_FILE_ACCESS_DENIED ERROR_CLOUD_FILE_INCOMPATIBLE_HARDLINKS
        ERROR_CLOUD_FILE_PROPERTY_LOCK_CONFLICT ERROR_CLOUD_FILE_REQUEST_CANCELED
        ERROR_CLOUD_FILE_PROVIDER_TERMINATED ERROR_NOT_A_CLOUD_SYNC_ROOT ERROR_CLOUD_FILE_REQUEST_TIMEOUT
        ERROR_FILE_OFFLINE
    """,
    ErrorKind.OUT_OF_MEMORY: """
        ERROR_NOT_ENOUGH_MEMORY ERROR_OUTOFMEMORY ERROR_COMMITMENT_LIMIT ENOMEM EAI_MEMORY CURLE_OUT_OF_MEMORY
        OUT_OF_MEM
    """,
    ErrorKind.TOO_MANY_OPEN_FILES: "ERROR_TOO_MANY_OPEN_FILES WSAEMFILE EMFILE ENFILE",
    ErrorKind.OUT_OF_RESOURCES: """
        ERROR_NO_SYSTEM_RESOURCES ERROR_NOT_ENOUGH_QUOTA ERROR_WORKING_SET_QUOTA WSAENOBUFS ENOBUFS EUSERS EPROCLIM
        ENOSR ERROR_NO_MORE_USER_HANDLES ERROR_MAX_THRDS_REACHED
    """,
    ErrorKind.NOT_EXECUTABLE: """
        ERROR_BAD_EXE_FORMAT ERROR_EXE_MACHINE_TYPE_MISMATCH ERROR_IMAGE_MACHINE_TYPE_MISMATCH
        ERROR_INVALID_EXE_SIGNATURE ENOEXEC EBADARCH EBADEXEC EBADMACHO EFTYPE ERROR_BAD_FORMAT
    """,
    ErrorKind.LIBRARY_NOT_LOADED: """
        ERROR_MOD_NOT_FOUND ERROR_PROC_NOT_FOUND ERROR_DLL_INIT_FAILED ERROR_INVALID_DLL ERROR_INVALID_ORDINAL
        ERROR_DELAY_LOAD_FAILED ELIBACC ELIBBAD ELIBSCN ELIBMAX ELIBEXEC ESHLIBVERS ERROR_SXS_CANT_GEN_ACTCTX
        STATUS_DLL_INIT_FAILED FUSION_E_REF_DEF_MISMATCH
    """,
    # As exit statuses of child processes. STATUS_ACCESS_VIOLATION equals ERROR_NOACCESS, but means a crash.
    ErrorKind.CRASHED: """
        STATUS_ACCESS_VIOLATION STATUS_STACK_BUFFER_OVERRUN STATUS_STACK_OVERFLOW STATUS_HEAP_CORRUPTION
        STATUS_ILLEGAL_INSTRUCTION STATUS_PRIVILEGED_INSTRUCTION STATUS_INTEGER_DIVIDE_BY_ZERO STATUS_IN_PAGE_ERROR
        STATUS_FAIL_FAST_EXCEPTION STATUS_BREAKPOINT STATUS_ASSERTION_FAILURE COR_E_EXCEPTION HCS_E_UNEXPECTED_EXIT
    """,
    ErrorKind.INSTALLER_BUSY: "ERROR_INSTALL_ALREADY_RUNNING",
    ErrorKind.INSTALL_FAILED: """
        ERROR_INSTALL_FAILURE ERROR_INSTALL_USEREXIT ERROR_INSTALL_SUSPEND ERROR_INSTALL_PREREQUISITE_FAILED
        ERROR_INSTALL_REGISTRATION_FAILURE ERROR_INSTALL_RESOLVE_DEPENDENCY_FAILED ERROR_PATCH_PACKAGE_OPEN_FAILED
        APPINSTALLER_CLI_ERROR_SHELLEXEC_INSTALL_FAILED
    """,
    ErrorKind.SERVICE_UNAVAILABLE: """
        ERROR_SERVICE_DOES_NOT_EXIST ERROR_SERVICE_DISABLED ERROR_SERVICE_NOT_ACTIVE ERROR_SERVICE_REQUEST_TIMEOUT
        ERROR_SERVICE_DEPENDENCY_FAIL ERROR_INSTALL_SERVICE_FAILURE RPC_S_SERVER_UNAVAILABLE RPC_S_SERVER_TOO_BUSY
        HCS_E_SERVICE_NOT_AVAILABLE HCS_E_HYPERV_NOT_INSTALLED ERROR_LINUX_SUBSYSTEM_NOT_PRESENT
        CO_E_SERVER_EXEC_FAILURE HCS_E_CONNECT_FAILED
    """,
    ErrorKind.BROKEN_PIPE: "ERROR_BROKEN_PIPE ERROR_NO_DATA ERROR_PIPE_NOT_CONNECTED EPIPE",
    ErrorKind.TRY_AGAIN: """
        EAGAIN EWOULDBLOCK EINPROGRESS EALREADY WSAEWOULDBLOCK WSAEINPROGRESS WSAEALREADY ERROR_RETRY CURLE_AGAIN
        TOO_EARLY
    """,
    ErrorKind.INTERRUPTED: "EINTR WSAEINTR EAI_INTR STATUS_CONTROL_C_EXIT",
    ErrorKind.CANCELED: """
        ERROR_CANCELLED ERROR_OPERATION_ABORTED ECANCELED EAI_CANCELED WSAECANCELLED CURLE_ABORTED_BY_CALLBACK
        APPINSTALLER_CLI_ERROR_CTRL_SIGNAL_RECEIVED E_ABORT
    """,
    # ERROR_SEM_TIMEOUT names semaphores, and is what a slow disk or share gives.
    ErrorKind.TIMED_OUT: """
        ERROR_SEM_TIMEOUT ERROR_TIMEOUT WAIT_TIMEOUT WSAETIMEDOUT ETIMEDOUT ETIME CURLE_OPERATION_TIMEDOUT
        ERROR_INTERNET_TIMEOUT REQUEST_TIMEOUT GATEWAY_TIMEOUT HCS_E_CONNECTION_TIMEOUT
    """,
    ErrorKind.LOGON_FAILED: """
        ERROR_LOGON_FAILURE ERROR_ACCOUNT_DISABLED ERROR_LOGON_TYPE_NOT_GRANTED ERROR_NO_SUCH_LOGON_SESSION
        ERROR_PASSWORD_EXPIRED ERROR_ACCOUNT_LOCKED_OUT ERROR_INVALID_PASSWORD ERROR_SESSION_CREDENTIAL_CONFLICT
        CURLE_LOGIN_DENIED CURLE_AUTH_ERROR
    """,
    ErrorKind.HOST_NOT_FOUND: """
        WSAHOST_NOT_FOUND WSANO_DATA EAI_NONAME EAI_NODATA EAI_ADDRFAMILY DNS_ERROR_RCODE_NAME_ERROR
        ERROR_INTERNET_NAME_NOT_RESOLVED CURLE_COULDNT_RESOLVE_HOST CURLE_COULDNT_RESOLVE_PROXY
        WU_E_PT_WINHTTP_NAME_NOT_RESOLVED
    """,
    ErrorKind.NAME_SERVICE_FAILED: """
        WSATRY_AGAIN WSANO_RECOVERY EAI_AGAIN EAI_FAIL EAI_SYSTEM DNS_ERROR_RCODE_SERVER_FAILURE
    """,
    ErrorKind.NETWORK_UNREACHABLE: """
        WSAENETUNREACH WSAEHOSTUNREACH WSAENETDOWN WSAEHOSTDOWN WSAEADDRNOTAVAIL ENETUNREACH EHOSTUNREACH ENETDOWN
        EHOSTDOWN ENONET EADDRNOTAVAIL ERROR_NETWORK_UNREACHABLE ERROR_HOST_UNREACHABLE ERROR_BAD_REM_ADAP
        ERROR_REM_NOT_LIST ERROR_SMB1_NOT_AVAILABLE CURLE_INTERFACE_FAILED ERROR_NO_NETWORK EAFNOSUPPORT
        WSAEAFNOSUPPORT
    """,
    ErrorKind.CONNECTION_REFUSED: """
        WSAECONNREFUSED ECONNREFUSED ERROR_CONNECTION_REFUSED ERROR_INTERNET_CANNOT_CONNECT CURLE_COULDNT_CONNECT
    """,
    ErrorKind.CONNECTION_LOST: """
        CURLE_PROXY WSAECONNRESET WSAECONNABORTED WSAENETRESET WSAENOTCONN WSAESHUTDOWN WSAEDISCON ECONNRESET
        ECONNABORTED ENETRESET ENOTCONN ESHUTDOWN ENOLINK ERROR_NETNAME_DELETED ERROR_UNEXP_NET_ERR
        ERROR_CONNECTION_ABORTED ERROR_CONNECTION_UNAVAIL ERROR_INTERNET_CONNECTION_RESET
        ERROR_INTERNET_CONNECTION_ABORTED CURLE_GOT_NOTHING CURLE_SEND_ERROR CURLE_RECV_ERROR CURLE_HTTP2_STREAM
        CURLE_HTTP2 CURLE_HTTP3 HCS_E_CONNECTION_CLOSED
    """,
    ErrorKind.ADDRESS_IN_USE: "WSAEADDRINUSE EADDRINUSE EISCONN WSAEISCONN",
    ErrorKind.CERTIFICATE_UNTRUSTED: """
        CERTIFICATE_VERIFY_FAILED UNABLE_TO_GET_ISSUER_CERT DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN
        UNABLE_TO_GET_ISSUER_CERT_LOCALLY UNABLE_TO_VERIFY_LEAF_SIGNATURE CERT_UNTRUSTED CERT_SIGNATURE_FAILURE
        CERT_CHAIN_TOO_LONG CERT_REVOKED CERT_REJECTED INVALID_CA INVALID_PURPOSE PATH_LENGTH_EXCEEDED
        CA_MD_TOO_WEAK CA_KEY_TOO_SMALL EE_KEY_TOO_SMALL TLSV1_ALERT_UNKNOWN_CA SSLV3_ALERT_BAD_CERTIFICATE
        SSLV3_ALERT_CERTIFICATE_UNKNOWN SSLV3_ALERT_CERTIFICATE_REVOKED MISSING_AUTHORITY_KEY_IDENTIFIER
        CA_CERT_MISSING_KEY_USAGE KEYUSAGE_NO_CERTSIGN CERT_E_UNTRUSTEDROOT CERT_E_CHAINING CERT_E_REVOKED
        SEC_E_UNTRUSTED_ROOT TRUST_E_NOSIGNATURE TRUST_E_CERT_SIGNATURE TRUST_E_SUBJECT_NOT_TRUSTED CRYPT_E_REVOKED
        ERROR_INTERNET_INVALID_CA CURLE_PEER_FAILED_VERIFICATION CURLE_SSL_CACERT CURLE_SSL_PEER_CERTIFICATE
        CURLE_SSL_CACERT_BADFILE CURLE_SSL_ISSUER_ERROR CURLE_SSL_PINNEDPUBKEYNOTMATCH
    """,
    ErrorKind.CERTIFICATE_EXPIRED: """
        CERT_HAS_EXPIRED CERT_NOT_YET_VALID SSLV3_ALERT_CERTIFICATE_EXPIRED CERT_E_EXPIRED SEC_E_CERT_EXPIRED
        ERROR_INTERNET_SEC_CERT_DATE_INVALID CERT_E_VALIDITYPERIODNESTING
    """,
    ErrorKind.CERTIFICATE_MISMATCH: """
        HOSTNAME_MISMATCH IP_ADDRESS_MISMATCH CERT_E_CN_NO_MATCH SEC_E_WRONG_PRINCIPAL
        ERROR_INTERNET_SEC_CERT_CN_INVALID
    """,
    ErrorKind.CERTIFICATE_UNCHECKED: """
        CRYPT_E_NO_REVOCATION_CHECK CRYPT_E_REVOCATION_OFFLINE CRYPT_E_NO_REVOCATION_DLL CERT_E_REVOCATION_FAILURE
        UNABLE_TO_GET_CRL CRL_HAS_EXPIRED ERROR_INTERNET_SEC_CERT_REV_FAILED CURLE_SSL_CRL_BADFILE
        CURLE_SSL_INVALIDCERTSTATUS
    """,
    ErrorKind.TLS_FAILED: """
        WRONG_VERSION_NUMBER UNEXPECTED_EOF_WHILE_READING UNSUPPORTED_PROTOCOL NO_PROTOCOLS_AVAILABLE
        WRONG_SSL_VERSION NO_SHARED_CIPHER NO_CIPHERS_AVAILABLE HTTP_REQUEST HTTPS_PROXY_REQUEST
        RECORD_LAYER_FAILURE BAD_RECORD_TYPE PACKET_LENGTH_TOO_LONG DECRYPTION_FAILED_OR_BAD_RECORD_MAC
        BAD_SIGNATURE DH_KEY_TOO_SMALL UNSAFE_LEGACY_RENEGOTIATION_DISABLED SSLV3_ALERT_HANDSHAKE_FAILURE
        SSLV3_ALERT_BAD_RECORD_MAC SSLV3_ALERT_UNEXPECTED_MESSAGE SSLV3_ALERT_ILLEGAL_PARAMETER
        TLSV1_ALERT_PROTOCOL_VERSION TLSV1_ALERT_INTERNAL_ERROR TLSV1_UNRECOGNIZED_NAME TLSV1_ALERT_DECODE_ERROR
        TLSV1_ALERT_DECRYPT_ERROR TLSV1_ALERT_ACCESS_DENIED TLSV1_ALERT_INSUFFICIENT_SECURITY
        TLSV1_ALERT_NO_APPLICATION_PROTOCOL TLSV13_ALERT_CERTIFICATE_REQUIRED TLSV13_ALERT_MISSING_EXTENSION
        APPLICATION_DATA_AFTER_CLOSE_NOTIFY CURLE_SSL_CONNECT_ERROR CURLE_SSL_CIPHER CURLE_USE_SSL_FAILED
        CURLE_SSL_CERTPROBLEM CURLE_SSL_CLIENTCERT SEC_E_ILLEGAL_MESSAGE SEC_E_ALGORITHM_MISMATCH
        SEC_E_UNSUPPORTED_FUNCTION SEC_E_INVALID_TOKEN ERROR_INTERNET_SECURITY_CHANNEL_ERROR
        ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED EPROTO
    """,
    ErrorKind.UNAUTHORIZED: """
        NETWORK_AUTHENTICATION_REQUIRED UNAUTHORIZED ERROR_INTERNET_LOGIN_FAILURE ERROR_INTERNET_INCORRECT_PASSWORD
    """,
    ErrorKind.FORBIDDEN: "FORBIDDEN UNAVAILABLE_FOR_LEGAL_REASONS PAYMENT_REQUIRED CURLE_REMOTE_ACCESS_DENIED",
    ErrorKind.PROXY_AUTHENTICATION: "PROXY_AUTHENTICATION_REQUIRED",
    ErrorKind.RATE_LIMITED: "TOO_MANY_REQUESTS",
    ErrorKind.REQUEST_REFUSED: """
        BAD_REQUEST METHOD_NOT_ALLOWED NOT_ACCEPTABLE LENGTH_REQUIRED PRECONDITION_FAILED CONTENT_TOO_LARGE
        UNSUPPORTED_MEDIA_TYPE RANGE_NOT_SATISFIABLE EXPECTATION_FAILED IM_A_TEAPOT MISDIRECTED_REQUEST
        UNPROCESSABLE_CONTENT FAILED_DEPENDENCY UPGRADE_REQUIRED PRECONDITION_REQUIRED
        REQUEST_HEADER_FIELDS_TOO_LARGE CURLE_HTTP_RETURNED_ERROR CURLE_RANGE_ERROR CURLE_BAD_DOWNLOAD_RESUME
        CURLE_TOO_MANY_REDIRECTS
    """,
    ErrorKind.SERVER_ERROR: """
        INTERNAL_SERVER_ERROR NOT_IMPLEMENTED BAD_GATEWAY SERVICE_UNAVAILABLE HTTP_VERSION_NOT_SUPPORTED
        VARIANT_ALSO_NEGOTIATES LOOP_DETECTED NOT_EXTENDED CURLE_WEIRD_SERVER_REPLY
        WU_E_PT_HTTP_STATUS_SERVICE_UNAVAIL
    """,
}


@functools.cache
def _kinds() -> dict[str, ErrorKind]:
    """Return the kinds by symbol: no symbol means different things in two namespaces."""
    return {symbol: kind for kind, symbols in _SYMBOLS.items() for symbol in symbols.split()}


def kind_of(namespace: str, symbol: str) -> ErrorKind | None:
    """Return the kind that a symbol implies, or None.

    >>> kind_of("errno", "EXDEV")
    <ErrorKind.CROSS_DEVICE: 'cross-device'>
    """
    if kind := _kinds().get(symbol):
        return kind
    wrapped = win32_of(SystemCode(namespace, symbol=symbol))
    return _kinds().get(wrapped.symbol) if wrapped and wrapped.symbol else None


def classify(code: SystemCode) -> SystemCode:
    """Return the code with its kind: its symbol's, else that of the Win32 code that it wraps or equals.

    >>> classify(SystemCode("hresult", 0x80070522)).kind
    <ErrorKind.PRIVILEGE_NOT_HELD: 'privilege-not-held'>
    """
    kind = kind_of(code.namespace, code.symbol) if code.symbol else None
    if kind is None and (wrapped := win32_of(code)) and wrapped.symbol:
        kind = _kinds().get(wrapped.symbol)
    if kind is None and code.namespace == "http" and code.code is not None:
        # A status without a name is as good as the first of its class, says RFC 9110 (15).
        kind = {4: ErrorKind.REQUEST_REFUSED, 5: ErrorKind.SERVER_ERROR}.get(code.code // 100)
    return SystemCode(code.namespace, code.code, code.symbol, kind, code.platform)


@functools.lru_cache(maxsize=256)
def identify(
    namespace: str, code: int | None = None, *, symbol: str | None = None, platform: str | None = None
) -> SystemCode:
    """Return the complete SystemCode of a number or a symbol: what is missing is looked up.

    Args:
        namespace: one of SystemCode's.
        code: the number; HRESULT and NTSTATUS signed or unsigned.
        symbol: the name, where that is known.
        platform: whose errno or getaddrinfo number it is.

    >>> print(identify("win32", 1314), identify("errno", symbol="ENOTEMPTY", platform="macos"), sep="; ")
    ERROR_PRIVILEGE_NOT_HELD, Windows error 1314; ENOTEMPTY, macOS error 66
    """
    if code is not None and namespace in ("hresult", "ntstatus"):
        code &= 0xFFFFFFFF
    if symbol is None and code is not None:
        symbol = symbol_for(namespace, code, platform)
    elif code is None and symbol is not None:
        code = code_for(namespace, symbol, platform)
    return classify(SystemCode(namespace, code, symbol, platform=platform))


def search(query: str) -> Iterator[SystemCode]:
    """Yield the codes, with their kinds, that a number, parts of a name, or words of a meaning stand for.

    >>> {"ERROR_DISK_FULL", "ENOSPC"} <= {code.symbol for code in search("space left")}
    True
    """
    seen = set()
    for code in codes.search(query):
        seen.add(code.symbol)
        yield classify(code)
    words = query.lower().split()
    for kind in ErrorKind if words else ():
        if all(word in f"{kind} {SENTENCES[kind]}" for word in words):
            for symbol in _SYMBOLS[kind].split():
                if symbol not in seen:
                    # parse() knows no names of HTTP statuses: they are words before they are names.
                    yield next(map(classify, codes.parse(symbol)), identify("http", symbol=symbol))
