# A client: one on every machine that runs services
datacenter = "dc1"
data_dir   = "/var/lib/curia"
retry_join = ["server-1.example.org", "server-2.example.org", "server-3.example.org"]
