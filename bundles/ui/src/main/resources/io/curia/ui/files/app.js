'use strict';

// One page over the HTTP API, read-only. The part after '#' says what is shown.

const view = document.getElementById('view');

function element(tag, text, attributes) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  Object.assign(made, attributes || {});
  return made;
}

async function ask(path) {
  const response = await fetch(path);
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.json();
}

function table(titles, rows) {
  const made = element('table');
  const head = made.createTHead().insertRow();
  titles.forEach(title => head.append(element('th', title)));
  const body = made.createTBody();
  rows.forEach(cells => {
    const row = body.insertRow();
    cells.forEach(cell => row.insertCell().append(cell));
  });
  return rows.length ? made : element('p', 'Nothing here yet.');
}

const link = (text, to) => element('a', text, { href: '#' + to });
const state = status => element('span', status, { className: status });
const worst = checks => ['critical', 'warning'].find(s => checks.some(c => c.Status === s)) || 'passing';

function counts(one) {
  const cell = element('span');
  for (const [status, number] of [['passing', one.ChecksPassing], ['warning', one.ChecksWarning],
    ['critical', one.ChecksCritical]]) {
    if (number) cell.append(element('span', `${number} ${status} `, { className: status }));
  }
  return cell;
}

const pages = {
  async services(name) {
    if (!name) {
      const all = await ask('/v1/internal/ui/services') || [];
      return [element('h2', 'Services'), table(['Name', 'Instances', 'Checks', 'Tags'], all.map(one =>
        [link(one.Name, 'services/' + encodeURIComponent(one.Name)), one.InstanceCount, counts(one),
          (one.Tags || []).join(', ')]))];
    }
    const all = await ask('/v1/health/service/' + encodeURIComponent(name)) || [];
    return [element('h2', name), table(['Instance', 'Node', 'Address', 'Health'], all.map(one =>
      [one.Service.ID, link(one.Node.Node, 'nodes/' + encodeURIComponent(one.Node.Node)),
        `${one.Service.Address || one.Node.Address}:${one.Service.Port || 0}`, state(worst(one.Checks))]))];
  },

  async nodes(name) {
    if (!name) {
      const all = await ask('/v1/internal/ui/nodes') || [];
      return [element('h2', 'Nodes'), table(['Name', 'Address', 'Services', 'Health'], all.map(one =>
        [link(one.Node, 'nodes/' + encodeURIComponent(one.Node)), one.Address, one.Services.length,
          state(worst(one.Checks))]))];
    }
    const node = await ask('/v1/internal/ui/node/' + encodeURIComponent(name));
    if (!node) return [element('h2', name), element('p', 'There is no such node.')];
    return [element('h2', `${node.Node} (${node.Address})`),
      table(['Service', 'Port', 'Tags'], node.Services.map(one => [link(one.Service, 'services/' +
        encodeURIComponent(one.Service)), one.Port || '', (one.Tags || []).join(', ')])),
      table(['Check', 'Service', 'Status', 'Output'], node.Checks.map(one =>
        [one.Name, one.ServiceName, state(one.Status), one.Output]))];
  },

  async kv(key) {
    const path = key.split('/').map(encodeURIComponent).join('/');
    const title = element('h2', 'Key/Value: ' + (key || '/'));
    if (key && !key.endsWith('/')) {
      const found = await ask('/v1/kv/' + path);
      if (!found) return [title, element('p', 'There is no such key.')];
      const bytes = Uint8Array.from(atob(found[0].Value || ''), c => c.charCodeAt(0));
      return [title, element('pre', new TextDecoder().decode(bytes))];
    }
    const names = await ask(`/v1/kv/${path}?keys&separator=/`) || [];
    return [title, table(['Key'], names.filter(name => name !== key).map(name =>
      [link(name.slice(key.length), 'kv/' + name.split('/').map(encodeURIComponent).join('/'))]))];
  },
};

async function show() {
  const [page, ...rest] = (location.hash.slice(1) || 'services').split('/');
  document.querySelectorAll('nav a').forEach(a => a.classList.toggle('current', a.hash === '#' + page));
  try {
    view.replaceChildren(...await (pages[page] || pages.services)(rest.map(decodeURIComponent).join('/')));
  } catch (problem) {
    view.replaceChildren(element('p', problem.message, { className: 'problem' }));
  }
}

addEventListener('hashchange', show);
show();
ask('/v1/agent/self').then(self => {
  document.getElementById('agent').textContent = `${self.Config.NodeName} in ${self.Config.Datacenter}`;
}).catch(() => document.getElementById('agent').remove());
