package io.curia.api.model;

import java.util.List;

/** A root certificate of the mesh's certificate authority. */
public record CaRoot(
        @Wire("ID") String id,
        String name,
        long serialNumber,
        String signingKeyID,
        String externalTrustDomain,
        String notBefore,
        String notAfter,
        String rootCert,
        List<String> intermediateCerts,
        boolean active,
        String privateKeyType,
        int privateKeyBits,
        long createIndex,
        long modifyIndex) { }
