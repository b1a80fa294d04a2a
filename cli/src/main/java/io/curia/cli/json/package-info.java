/** JSON in, and JSON out as Go writes it. */
package io.curia.cli.json;
