/** Health checks by services of the operating system. */
package io.curia.checks.osservice;
