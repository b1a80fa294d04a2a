package io.curia.gossip.swim;

/**
 * The parts of Lifeguard; all are on but in simulations.
 *
 * @param awareness probes are more patient when this member itself seems to be slow
 * @param suspicion suspicion begins long, and gets shorter as others confirm it
 * @param buddy a suspect learns of it with the next ping
 */
public record Lifeguard(boolean awareness, boolean suspicion, boolean buddy) {
    public static final Lifeguard ALL = new Lifeguard(true, true, true);
    public static final Lifeguard NONE = new Lifeguard(false, false, false);
}
