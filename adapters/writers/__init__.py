"""Writers: each turns a brief into drafts."""
