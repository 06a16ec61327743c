"""The writers: what drafts files for a workspace, where nothing that exists is changed, and comments into sources."""
