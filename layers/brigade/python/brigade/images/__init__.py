"""Pictures: how a dish is photographed, when two pictures are the same, what variants are kept."""
