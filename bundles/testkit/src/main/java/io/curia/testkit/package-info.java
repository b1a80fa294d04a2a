/** What tests of several bundles share: seeds and traces of simulations, what was logged, and free ports. */
package io.curia.testkit;
