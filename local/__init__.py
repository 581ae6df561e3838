"""Brigade on one machine: the cloud's own templates, deployed into an emulated AWS."""
