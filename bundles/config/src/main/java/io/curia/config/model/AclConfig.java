package io.curia.config.model;

import io.curia.config.source.Settings;

/** Access control. A token that is not set is "". */
public record AclConfig(boolean enabled, String defaultPolicy, String downPolicy, long tokenTtlMs, long policyTtlMs,
        long roleTtlMs, boolean enableKeyListPolicy, boolean enableTokenReplication, boolean enableTokenPersistence,
        Tokens tokens) {

    /** The agent's own tokens. */
    public record Tokens(String dflt, String agent, String agentRecovery, String replication, String initialManagement,
            String configFileServiceRegistration, String dns) {

        @Override
        public String toString() {
            return "Tokens[hidden]";
        }
    }

    public static AclConfig read(Settings s) {
        long policyTtl = s.millis("acl.policy_ttl");
        long roleTtl = s.millis("acl.role_ttl");
        Tokens tokens = new Tokens(s.text("acl.tokens.default"), s.text("acl.tokens.agent"),
                s.text("acl.tokens.agent_recovery"), s.text("acl.tokens.replication"),
                s.text("acl.tokens.initial_management"), s.text("acl.tokens.config_file_service_registration"),
                s.text("acl.tokens.dns"));
        return new AclConfig(s.flag("acl.enabled"), s.text("acl.default_policy"), s.text("acl.down_policy"),
                s.millis("acl.token_ttl"), policyTtl, roleTtl == 0 ? policyTtl : roleTtl,
                s.flag("acl.enable_key_list_policy"), s.flag("acl.enable_token_replication"),
                s.flag("acl.enable_token_persistence"), tokens);
    }
}
