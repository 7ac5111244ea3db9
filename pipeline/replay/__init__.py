"""Beside the stage: topics to files and back, and what two results differ in."""
