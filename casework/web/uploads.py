"""The request as this program reads it: what a file fills on the way in is gone when the answer has left."""

from __future__ import annotations

from typing import IO, Any

import flask


class Request(flask.Request):
    """A request that closes every file it has opened, also where reading it was broken off."""

    def _get_file_stream(self, *args: Any, **kwargs: Any) -> IO[bytes]:
        """Where the library puts an uploaded file: in memory, or a nameless file on the disk."""
        stream = super()._get_file_stream(*args, **kwargs)
        self.__dict__.setdefault("opened", []).append(stream)
        return stream

    def close(self) -> None:
        """Called when the answer has left."""
        super().close()
        for stream in self.__dict__.get("opened", ()):
            stream.close()
