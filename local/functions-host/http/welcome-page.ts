import { type ServerResponse } from 'node:http';

const PAGE = `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Functions host</title></head>
<body><h1>The function app is up and running.</h1></body>
</html>
`;

/** The answer to the root where no function has it. Source: Azure/azure-functions-host, HomepageMiddleware. */
export function sendWelcomePage(response: ServerResponse): void {
  response.statusCode = 200;
  response.setHeader('content-type', 'text/html');
  response.end(PAGE);
}
