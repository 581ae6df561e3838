"""The model simulator: an OpenAI-compatible server that writes real recipes and draws real pictures, locally."""
