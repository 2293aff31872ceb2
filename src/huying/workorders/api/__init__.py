"""Orders through the API: lists, history, and the one flow of every act."""
