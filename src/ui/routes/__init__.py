"""Web routes: data, citations, documents, pictures of links."""
