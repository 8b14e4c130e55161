"""The guide and toolbox: content in, pages, paper and office files out. Knows nothing of MkDocs."""
