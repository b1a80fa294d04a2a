/**
 * The local agent: its services and checks, events, metrics and control. Classes named {@code ...Component} are the thin
 * DS shells; everything else is plain.
 */
package io.curia.core.agent;
