# A client: one on every machine that runs services. Clients have no way to servers yet: use single.hcl
datacenter = "dc1"
data_dir   = "/var/lib/curia"
retry_join = ["server-1.example.org", "server-2.example.org", "server-3.example.org"]
