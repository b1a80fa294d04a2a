package io.curia.api.net;

import java.io.ByteArrayOutputStream;
import java.security.spec.InvalidKeySpecException;

/** Older private key formats, wrapped as PKCS #8, which is what Java reads. */
final class Der {
    private static final byte[] RSA = {0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d,
        0x01, 0x01, 0x01, 0x05, 0x00};
    private static final byte[] EC_PUBLIC_KEY = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};
    private static final int CURVE_TAG = 0xa0;

    private Der() { }

    static byte[] wrapRsa(byte[] key) {
        return sequence(new byte[] {0x02, 0x01, 0x00}, RSA, tagged(0x04, key));
    }

    /** The curve stands in the old format's optional field [0]. */
    static byte[] wrapEc(byte[] key) throws InvalidKeySpecException {
        for (int i = 0; i + 2 < key.length; i++) {
            if ((key[i] & 0xff) == CURVE_TAG && key[i + 2] == 0x06) {
                int length = key[i + 1];
                byte[] curve = java.util.Arrays.copyOfRange(key, i + 2, i + 2 + length);
                return sequence(new byte[] {0x02, 0x01, 0x00}, sequence(EC_PUBLIC_KEY, curve), tagged(0x04, key));
            }
        }
        throw new InvalidKeySpecException("EC private key without a named curve");
    }

    private static byte[] sequence(byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        return tagged(0x30, content.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 5);
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
