"""What only coordination keeps."""

from huying.coordination.models.conference import Conference, Opinion

__all__ = ["Conference", "Opinion"]
