"""What happens: the plan, the events, their fold, and the engine that decides."""
