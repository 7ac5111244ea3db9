"""The stage: articles from a topic through the enricher to another topic, each exactly once."""

from pipeline.stage.run import run

__all__ = ["run"]
