"""Working time, public holidays and absences: the vocabulary that leave, sickness, staffing and milestones share."""
