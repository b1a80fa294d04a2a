package io.curia.cli;

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
import io.curia.cli.exec.Exec;
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
import io.curia.cli.operator.RemovePeer;
import io.curia.cli.services.Deregister;
import io.curia.cli.services.Register;
import io.curia.cli.snapshot.Inspect;
import io.curia.cli.snapshot.Restore;
import io.curia.cli.snapshot.Save;
import io.curia.cli.watch.Watch;

/** Which class is which command. Only the chosen one is loaded: a name is all the others cost. */
final class Commands {

    private Commands() {
    }

    /** Whether it only holds other commands. */
    static boolean isGroup(String name) {
        switch (name) {
            case "catalog", "config", "kv", "operator", "operator autopilot", "operator raft", "services", "snapshot":
                return true;
            default:
                return false;
        }
    }

    /** A new command, or null if there is none of that name. */
    static Command create(String name) {
        switch (name) {
            case "kv get": return new KvGet();
            case "kv put": return new KvPut();
            case "kv delete": return new KvDelete();
            case "kv export": return new KvExport();
            case "kv import": return new KvImport();
            case "members": return new Members();
            case "version": return new Version();
            case "bundles": return new Bundles();
            case "catalog datacenters": return new Datacenters();
            case "catalog nodes": return new Nodes();
            case "catalog services": return new Services();
            case "config delete": return new ConfigDelete();
            case "config list": return new ConfigList();
            case "config read": return new ConfigRead();
            case "config write": return new ConfigWrite();
            case "debug": return new Debug();
            case "event": return new Event();
            case "exec": return new Exec();
            case "force-leave": return new ForceLeave();
            case "info": return new Info();
            case "join": return new Join();
            case "keygen": return new Keygen();
            case "keyring": return new Keyring();
            case "leave": return new Leave();
            case "lock": return new Lock();
            case "maint": return new Maint();
            case "monitor": return new Monitor();
            case "operator autopilot get-config": return new AutopilotGet();
            case "operator autopilot set-config": return new AutopilotSet();
            case "operator autopilot state": return new AutopilotState();
            case "operator raft list-peers": return new ListPeers();
            case "operator raft remove-peer": return new RemovePeer();
            case "reload": return new Reload();
            case "rtt": return new Rtt();
            case "services deregister": return new Deregister();
            case "services register": return new Register();
            case "snapshot inspect": return new Inspect();
            case "snapshot restore": return new Restore();
            case "snapshot save": return new Save();
            case "validate": return new Validate();
            case "watch": return new Watch();
            default: return null;
        }
    }
}
