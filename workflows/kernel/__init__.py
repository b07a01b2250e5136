"""What every workflow is made of: who may (access), what may follow what (machine), and the one road to it (flow)."""
