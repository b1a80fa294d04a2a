package io.curia.gossip.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of a pool, the first of which writes; any may read. Without one, nothing is encrypted. A block is a version
 * byte, a nonce of 12 bytes, and what AES-GCM makes of the text, with its tag of 16.
 *
 * <p>Invariant: a keyring that has a key never loses its last. Owned by the pool's thread; only {@link #enabled} may be
 * asked elsewhere.
 */
public final class Keyring {
    /** How much longer a block is than its text. */
    public static final int OVERHEAD = 1 + 12 + 16;
    private static final int PADDED = 0;
    private static final int PLAIN = 1;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    /** Rotation needs two; a bound against a flood of installations. */
    private static final int MOST_KEYS = 64;
    private final RandomGenerator random;
    private final List<Key> keys = new ArrayList<>();
    private volatile boolean enabled;

    private record Key(byte[] bytes, SecretKeySpec spec, Cipher cipher) { }

    /** @param random where nonces come from; cryptographically strong, but in tests */
    public Keyring(List<byte[]> keys, RandomGenerator random) {
        this.random = random;
        try {
            for (byte[] key : keys) {
                install(key);
            }
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        this.enabled = !keys.isEmpty();
    }

    public boolean enabled() {
        return enabled;
    }

    /** All keys in base64, the one that writes first. */
    public List<String> keys() {
        return keys.stream().map(key -> Base64.getEncoder().encodeToString(key.bytes)).toList();
    }

    /** Adds a key for reading; one that is there already stays as it is. */
    public void install(byte[] key) throws InvalidKeyException {
        if (key.length != 16 && key.length != 24 && key.length != 32) {
            throw new InvalidKeyException("key size must be 16, 24 or 32 bytes");
        }
        if (find(key) >= 0) {
            return;
        }
        if (keys.size() >= MOST_KEYS) {
            throw new InvalidKeyException("there are " + MOST_KEYS + " keys already");
        }
        try {
            keys.add(new Key(key.clone(), new SecretKeySpec(key, "AES"), Cipher.getInstance("AES/GCM/NoPadding")));
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("this JVM has no AES-GCM", e);
        }
    }

    /** Writes with a key that is there. */
    public void use(byte[] key) throws InvalidKeyException {
        int at = find(key);
        if (at < 0) {
            throw new InvalidKeyException("Requested key is not in the keyring");
        }
        keys.add(0, keys.remove(at));
    }

    /** Forgets a key that does not write; nothing happens when it is not there. */
    public void remove(byte[] key) throws InvalidKeyException {
        int at = find(key);
        if (at == 0) {
            throw new InvalidKeyException("Removing the primary key is not allowed");
        }
        if (at > 0) {
            keys.remove(at);
        }
    }

    private int find(byte[] key) {
        for (int i = 0; i < keys.size(); i++) {
            if (Arrays.equals(keys.get(i).bytes, key)) {
                return i;
            }
        }
        return -1;
    }

    /** @param header what is authenticated beside the text */
    public byte[] encrypt(byte[] text, byte[] header) {
        Key key = keys.get(0);
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] block = new byte[text.length + OVERHEAD];
        block[0] = PLAIN;
        System.arraycopy(nonce, 0, block, 1, NONCE);
        try {
            key.cipher.init(Cipher.ENCRYPT_MODE, key.spec, new GCMParameterSpec(8 * TAG, nonce));
            key.cipher.updateAAD(header);
            key.cipher.doFinal(text, 0, text.length, block, 1 + NONCE);
            return block;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not work on this JVM", e);
        }
    }

    /** The text of a block; null when no key fits. */
    public byte[] decrypt(byte[] block, int offset, int length, byte[] header) {
        if (length < OVERHEAD || block[offset] != PADDED && block[offset] != PLAIN) {
            return null;
        }
        GCMParameterSpec nonce = new GCMParameterSpec(8 * TAG, block, offset + 1, NONCE);
        for (Key key : keys) {
            try {
                key.cipher.init(Cipher.DECRYPT_MODE, key.spec, nonce);
                key.cipher.updateAAD(header);
                byte[] text = key.cipher.doFinal(block, offset + 1 + NONCE, length - 1 - NONCE);
                return block[offset] == PADDED ? unpad(text) : text;
            } catch (GeneralSecurityException e) {
                continue; // another key's, or nobody's
            }
        }
        return null;
    }

    /** Blocks of the first version were filled up to AES's block size, each byte of the filling its length. */
    private static byte[] unpad(byte[] text) {
        int filling = text.length == 0 ? 0 : text[text.length - 1] & 0xff;
        return filling == 0 || filling > 16 || filling > text.length ? null
                : Arrays.copyOf(text, text.length - filling);
    }
}
