package io.curia.api.model;

/** DNS SRV weights of an instance by its state; 1 and 1 unless given. */
public record Weights(int passing, int warning) {
    /** What an instance has that names no weights. */
    public static final Weights DEFAULT = new Weights(1, 1);
}
