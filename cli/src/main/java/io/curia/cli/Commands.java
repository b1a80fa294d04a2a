package io.curia.cli;

import io.curia.cli.acl.AclBootstrap;
import io.curia.cli.acl.Login;
import io.curia.cli.acl.Logout;
import io.curia.cli.acl.MethodCreate;
import io.curia.cli.acl.MethodDelete;
import io.curia.cli.acl.MethodList;
import io.curia.cli.acl.MethodRead;
import io.curia.cli.acl.MethodUpdate;
import io.curia.cli.acl.PolicyCreate;
import io.curia.cli.acl.PolicyDelete;
import io.curia.cli.acl.PolicyList;
import io.curia.cli.acl.PolicyRead;
import io.curia.cli.acl.PolicyUpdate;
import io.curia.cli.acl.RoleCreate;
import io.curia.cli.acl.RoleDelete;
import io.curia.cli.acl.RoleList;
import io.curia.cli.acl.RoleRead;
import io.curia.cli.acl.RoleUpdate;
import io.curia.cli.acl.RuleCreate;
import io.curia.cli.acl.RuleDelete;
import io.curia.cli.acl.RuleList;
import io.curia.cli.acl.RuleRead;
import io.curia.cli.acl.RuleUpdate;
import io.curia.cli.acl.SetAgentToken;
import io.curia.cli.acl.TokenClone;
import io.curia.cli.acl.TokenCreate;
import io.curia.cli.acl.TokenDelete;
import io.curia.cli.acl.TokenList;
import io.curia.cli.acl.TokenRead;
import io.curia.cli.acl.TokenUpdate;
import io.curia.cli.acl.TranslateRules;
import io.curia.cli.agent.Bundles;
import io.curia.cli.agent.Debug;
import io.curia.cli.agent.Event;
import io.curia.cli.agent.ForceLeave;
import io.curia.cli.agent.Info;
import io.curia.cli.agent.Join;
import io.curia.cli.agent.Keygen;
import io.curia.cli.agent.Leave;
import io.curia.cli.agent.Maint;
import io.curia.cli.agent.Members;
import io.curia.cli.agent.Monitor;
import io.curia.cli.agent.Reload;
import io.curia.cli.agent.Rtt;
import io.curia.cli.agent.Validate;
import io.curia.cli.agent.Version;
import io.curia.cli.catalog.Datacenters;
import io.curia.cli.catalog.Nodes;
import io.curia.cli.catalog.Services;
import io.curia.cli.config.ConfigDelete;
import io.curia.cli.config.ConfigList;
import io.curia.cli.config.ConfigRead;
import io.curia.cli.config.ConfigWrite;
import io.curia.cli.connect.CaGet;
import io.curia.cli.connect.CaSet;
import io.curia.cli.exec.Exec;
import io.curia.cli.intention.IntentionCheck;
import io.curia.cli.intention.IntentionCreate;
import io.curia.cli.intention.IntentionDelete;
import io.curia.cli.intention.IntentionGet;
import io.curia.cli.intention.IntentionList;
import io.curia.cli.intention.IntentionMatch;
import io.curia.cli.kv.KvDelete;
import io.curia.cli.kv.KvExport;
import io.curia.cli.kv.KvGet;
import io.curia.cli.kv.KvImport;
import io.curia.cli.kv.KvPut;
import io.curia.cli.lock.Lock;
import io.curia.cli.operator.AutopilotGet;
import io.curia.cli.operator.AutopilotSet;
import io.curia.cli.operator.AutopilotState;
import io.curia.cli.operator.Keyring;
import io.curia.cli.operator.ListPeers;
import io.curia.cli.operator.Recover;
import io.curia.cli.operator.RemovePeer;
import io.curia.cli.operator.TransferLeader;
import io.curia.cli.services.Deregister;
import io.curia.cli.services.Register;
import io.curia.cli.snapshot.Inspect;
import io.curia.cli.snapshot.Restore;
import io.curia.cli.snapshot.Save;
import io.curia.cli.tls.CaCreate;
import io.curia.cli.tls.CertCreate;
import io.curia.cli.watch.Watch;

/** Which class is which command. Only the chosen one is loaded: a name is all the others cost. */
final class Commands {

    private Commands() {
    }

    /** Whether it only holds other commands. */
    static boolean isGroup(String name) {
        switch (name) {
            case "acl", "acl auth-method", "acl binding-rule", "acl policy", "acl role", "acl token", "catalog", "config", "connect",
                "connect ca",
                "intention", "kv", "operator", "operator autopilot", "operator raft", "services", "snapshot", "tls", "tls ca", "tls cert":
                return true;
            default:
                return false;
        }
    }

    /** A new command, or null if there is none of that name. */
    static Command create(String name) {
        int space = name.indexOf(' ');
        switch (space < 0 ? name : name.substring(0, space)) {
            case "catalog", "config", "exec", "kv", "lock", "services", "snapshot", "watch": return data(name);
            case "bundles", "debug", "keygen", "operator", "validate", "version": return tools(name);
            case "connect", "intention", "tls": return mesh(name);
            case "acl", "login", "logout": return acl(name);
            default: return cluster(name);
        }
    }

    private static Command cluster(String name) {
        switch (name) {
            case "event": return new Event();
            case "force-leave": return new ForceLeave();
            case "info": return new Info();
            case "join": return new Join();
            case "keyring": return new Keyring();
            case "leave": return new Leave();
            case "maint": return new Maint();
            case "members": return new Members();
            case "monitor": return new Monitor();
            case "reload": return new Reload();
            case "rtt": return new Rtt();
            default: return null;
        }
    }

    private static Command data(String name) {
        switch (name) {
            case "catalog datacenters": return new Datacenters();
            case "catalog nodes": return new Nodes();
            case "catalog services": return new Services();
            case "config delete": return new ConfigDelete();
            case "config list": return new ConfigList();
            case "config read": return new ConfigRead();
            case "config write": return new ConfigWrite();
            case "exec": return new Exec();
            case "kv delete": return new KvDelete();
            case "kv export": return new KvExport();
            case "kv get": return new KvGet();
            case "kv import": return new KvImport();
            case "kv put": return new KvPut();
            case "lock": return new Lock();
            case "services deregister": return new Deregister();
            case "services register": return new Register();
            case "snapshot inspect": return new Inspect();
            case "snapshot restore": return new Restore();
            case "snapshot save": return new Save();
            case "watch": return new Watch();
            default: return null;
        }
    }

    private static Command tools(String name) {
        switch (name) {
            case "bundles": return new Bundles();
            case "debug": return new Debug();
            case "keygen": return new Keygen();
            case "operator autopilot get-config": return new AutopilotGet();
            case "operator autopilot set-config": return new AutopilotSet();
            case "operator autopilot state": return new AutopilotState();
            case "operator raft list-peers": return new ListPeers();
            case "operator raft recover": return new Recover();
            case "operator raft remove-peer": return new RemovePeer();
            case "operator raft transfer-leader": return new TransferLeader();
            case "validate": return new Validate();
            case "version": return new Version();
            default: return null;
        }
    }

    private static Command mesh(String name) {
        switch (name) {
            case "connect ca get-config": return new CaGet();
            case "connect ca set-config": return new CaSet();
            case "intention check": return new IntentionCheck();
            case "intention create": return new IntentionCreate();
            case "intention delete": return new IntentionDelete();
            case "intention get": return new IntentionGet();
            case "intention list": return new IntentionList();
            case "intention match": return new IntentionMatch();
            case "tls ca create": return new CaCreate();
            case "tls cert create": return new CertCreate();
            default: return null;
        }
    }

    private static Command acl(String name) {
        switch (name) {
            case "acl auth-method create": return new MethodCreate();
            case "acl auth-method delete": return new MethodDelete();
            case "acl auth-method list": return new MethodList();
            case "acl auth-method read": return new MethodRead();
            case "acl auth-method update": return new MethodUpdate();
            case "acl binding-rule create": return new RuleCreate();
            case "acl binding-rule delete": return new RuleDelete();
            case "acl binding-rule list": return new RuleList();
            case "acl binding-rule read": return new RuleRead();
            case "acl binding-rule update": return new RuleUpdate();
            case "acl bootstrap": return new AclBootstrap();
            case "acl policy create": return new PolicyCreate();
            case "acl policy delete": return new PolicyDelete();
            case "acl policy list": return new PolicyList();
            case "acl policy read": return new PolicyRead();
            case "acl policy update": return new PolicyUpdate();
            case "acl role create": return new RoleCreate();
            case "acl role delete": return new RoleDelete();
            case "acl role list": return new RoleList();
            case "acl role read": return new RoleRead();
            case "acl role update": return new RoleUpdate();
            case "acl set-agent-token": return new SetAgentToken();
            case "acl token clone": return new TokenClone();
            case "acl token create": return new TokenCreate();
            case "acl token delete": return new TokenDelete();
            case "acl token list": return new TokenList();
            case "acl token read": return new TokenRead();
            case "acl token update": return new TokenUpdate();
            case "acl translate-rules": return new TranslateRules();
            case "login": return new Login();
            case "logout": return new Logout();
            default: return null;
        }
    }
}
