/** Expands features into the flat lists that the launcher reads; runs when the distribution is built. */
package io.curia.features;
