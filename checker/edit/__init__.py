"""The writers: what drafts files for a workspace. Nothing that exists is changed."""
