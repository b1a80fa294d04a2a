/** Health checks by the health service of gRPC. */
package io.curia.checks.grpc;
