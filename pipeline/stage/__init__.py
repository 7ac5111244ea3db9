"""The stage: articles from a topic through the enricher to another topic, each exactly once."""
