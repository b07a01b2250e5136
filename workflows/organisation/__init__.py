"""People, departments, projects and who stands how to whom: the facts every workflow reads, all of them dated."""
