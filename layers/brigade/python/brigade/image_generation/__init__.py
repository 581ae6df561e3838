"""Pictures that a signed-in user asks for: request, price, place in the queue, progress and end."""
