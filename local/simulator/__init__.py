"""The model simulator: an OpenAI-compatible server that writes recipes and draws pictures locally."""
