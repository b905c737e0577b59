enabled = false
names   = []
