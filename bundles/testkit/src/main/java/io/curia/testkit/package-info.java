/** What tests of several bundles share: seeds and traces of simulations, what was logged, free ports, clocks that can be set. */
package io.curia.testkit;
