# A server of its own, with its state on disk: start with -config-file conf/single.hcl
datacenter       = "dc1"
data_dir         = "/var/lib/curia"
server           = true
bootstrap_expect = 1
bind_addr        = "127.0.0.1"
log_level        = "INFO"
