"""The parse as a table: paragraphs in, sentences and tokens out. The only stage that runs a model."""

from transforms.annotate.model import Model, ModelMissing, load_model, model_version
from transforms.annotate.tokens import TOKENS, annotate

__all__ = ["TOKENS", "Model", "ModelMissing", "annotate", "load_model", "model_version"]
