# A server among several; three or five of them make a datacenter
datacenter       = "dc1"
data_dir         = "/var/lib/curia"
server           = true
bootstrap_expect = 3
retry_join       = ["server-1.example.org", "server-2.example.org", "server-3.example.org"]
