package io.curia.cli;

import java.util.ArrayList;
import java.util.List;

/** All names with a line about each, for help and completion. */
final class Catalogue {

    private static final String[][] ENTRIES = {
        {"acl", "Manages access control"},
        {"acl auth-method", "Ways to log in"},
        {"acl auth-method create", "Creates an auth method"},
        {"acl auth-method delete", "Deletes an auth method"},
        {"acl auth-method list", "Lists auth methods"},
        {"acl auth-method read", "Shows an auth method"},
        {"acl auth-method update", "Changes an auth method"},
        {"acl binding-rule", "What a login gives"},
        {"acl binding-rule create", "Creates a binding rule"},
        {"acl binding-rule delete", "Deletes a binding rule"},
        {"acl binding-rule list", "Lists binding rules"},
        {"acl binding-rule read", "Shows a binding rule"},
        {"acl binding-rule update", "Changes a binding rule"},
        {"acl bootstrap", "Makes the first token"},
        {"acl policy", "Rules under a name"},
        {"acl policy create", "Creates a policy"},
        {"acl policy delete", "Deletes a policy"},
        {"acl policy list", "Lists policies"},
        {"acl policy read", "Shows a policy"},
        {"acl policy update", "Changes a policy"},
        {"acl role", "Policies under a name"},
        {"acl role create", "Creates a role"},
        {"acl role delete", "Deletes a role"},
        {"acl role list", "Lists roles"},
        {"acl role read", "Shows a role"},
        {"acl role update", "Changes a role"},
        {"acl set-agent-token", "Gives the agent a token"},
        {"acl token", "Manages tokens"},
        {"acl token clone", "Copies a token"},
        {"acl token create", "Creates a token"},
        {"acl token delete", "Deletes a token"},
        {"acl token list", "Lists tokens"},
        {"acl token read", "Shows a token"},
        {"acl token update", "Changes a token"},
        {"acl translate-rules", "Rewrites legacy rules"},
        {"agent", "Runs an agent"},
        {"bundles", "Lists the agent's bundles and what keeps one from working"},
        {"catalog", "Looks into the catalog"},
        {"catalog datacenters", "Lists the datacenters"},
        {"catalog nodes", "Lists the nodes of a datacenter"},
        {"catalog services", "Lists the services of a datacenter"},
        {"config", "Works with configuration entries"},
        {"config delete", "Deletes a configuration entry"},
        {"config list", "Lists the configuration entries of a kind"},
        {"config read", "Shows a configuration entry"},
        {"config write", "Writes a configuration entry"},
        {"connect", "Tools for the service mesh"},
        {"connect ca", "The mesh's certificate authority"},
        {"connect ca get-config", "Shows its configuration"},
        {"connect ca set-config", "Changes its configuration"},
        {"debug", "Gathers what helps to find a fault"},
        {"event", "Sends an event to agents"},
        {"exec", "Runs a command on many nodes"},
        {"force-leave", "Declares a failed member as gone"},
        {"info", "Shows figures about the agent"},
        {"intention", "Says which services may connect"},
        {"intention check", "Tells whether a connection is allowed"},
        {"intention create", "Allows or denies connections"},
        {"intention delete", "Deletes an intention"},
        {"intention get", "Shows an intention"},
        {"intention list", "Lists all intentions"},
        {"intention match", "Lists the intentions of a service"},
        {"join", "Makes the agent join a cluster"},
        {"keygen", "Makes a gossip encryption key"},
        {"keyring", "Manages gossip encryption keys"},
        {"kv", "Works with the key-value store"},
        {"kv delete", "Deletes keys"},
        {"kv export", "Writes keys as JSON"},
        {"kv get", "Shows keys"},
        {"kv import", "Reads keys from JSON"},
        {"kv put", "Writes a key"},
        {"leave", "Makes the agent leave its cluster and end"},
        {"lock", "Runs a command while holding a lock"},
        {"login", "Exchanges a foreign credential for a token"},
        {"logout", "Gives back the token of a login"},
        {"maint", "Takes a node or a service out of use"},
        {"members", "Lists the members of the cluster"},
        {"monitor", "Shows the agent's log as it arises"},
        {"operator", "Tools for those who run the servers"},
        {"operator autopilot", "How servers look after their cluster"},
        {"operator autopilot get-config", "Shows autopilot's configuration"},
        {"operator autopilot set-config", "Changes autopilot's configuration"},
        {"operator autopilot state", "Shows how healthy the servers are"},
        {"operator raft", "Servers that take part in consensus"},
        {"operator raft list-peers", "Lists them"},
        {"operator raft recover", "Makes one server the whole cluster"},
        {"operator raft remove-peer", "Removes one that is gone"},
        {"operator raft transfer-leader", "Lets another one lead"},
        {"reload", "Makes the agent read its configuration again"},
        {"rtt", "Estimates the round trip between nodes"},
        {"services", "Registers services with the agent"},
        {"services deregister", "Removes services from the agent"},
        {"services register", "Adds services to the agent"},
        {"snapshot", "Saves and restores the servers' state"},
        {"snapshot inspect", "Shows what a snapshot holds"},
        {"snapshot restore", "Replaces the servers' state"},
        {"snapshot save", "Saves the servers' state"},
        {"tls", "Makes certificates for agents"},
        {"tls ca", "Certificate authorities"},
        {"tls ca create", "Makes a certificate authority"},
        {"tls cert", "Certificates"},
        {"tls cert create", "Makes a certificate"},
        {"validate", "Checks configuration files"},
        {"version", "Shows the version"},
        {"watch", "Watches for changes of data"},
    };

    private Catalogue() {
    }

    /** The help of the program itself. */
    static String overview() {
        return "Usage: consul [--version] [--help] <command> [<args>]\n\nAvailable commands are:" + table("");
    }

    /** The help of a command that only holds others. */
    static String group(String name) {
        return "Usage: consul " + name + " <subcommand> [options] [args]\n\n  " + about(name) + ".\n\nSubcommands:" + table(name + " ");
    }

    /** The words that may follow. */
    static List<String> children(String prefix) {
        List<String> children = new ArrayList<>();
        for (String[] entry : ENTRIES) {
            if (entry[0].startsWith(prefix) && entry[0].indexOf(' ', prefix.length()) < 0) {
                children.add(entry[0].substring(prefix.length()));
            }
        }
        return children;
    }

    private static String table(String prefix) {
        List<String> names = children(prefix);
        int widest = 0;
        for (String name : names) {
            widest = Math.max(widest, name.length());
        }
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            text.append("\n    ").append(name).append(" ".repeat(widest - name.length() + 4)).append(about(prefix + name));
        }
        return text.toString();
    }

    private static String about(String name) {
        for (String[] entry : ENTRIES) {
            if (entry[0].equals(name)) {
                return entry[1];
            }
        }
        return "";
    }
}
