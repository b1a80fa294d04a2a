/** What tests of several bundles share: seeds and traces of simulations, and what was logged. */
package io.curia.testkit;
