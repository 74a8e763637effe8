"""The calls that a faulty file system knows, as FUSE names them."""

from __future__ import annotations

CALLS = (
    "access chmod chown create flush fsync getattr getxattr ioctl link listxattr mkdir mknod open opendir read readdir "
    "readlink release removexattr rename rmdir setxattr statfs symlink truncate unlink utimens write"
).split()
