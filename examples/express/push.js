'use strict';
// The agents' alerts: Socket.IO, a namespace per company, the event `user-{userId}-callback`.

const { Server } = require('socket.io');

const { callerOfToken } = require('./auth.js');

const CLOSING_MS = 1000; // for a widget to close its side of a socket

function startPush(http, host) {
  const io = new Server(http, { cors: { origin: '*' } }); // the token says who asks
  const open = new Set();
  http.on('upgrade', (request, socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  const companies = io.of(/^\/.+$/);
  companies.use((socket, next) => {
    try {
      const caller = callerOfToken(String(socket.handshake.auth?.token ?? ''), host.settings.values.SECRET_KEY);
      if (caller.role === 'contact') throw new Error('Alerts are for agents');
      if (socket.nsp.name !== `/${caller.tenant}`) throw new Error("The namespace is another company's");
      socket.data.user = caller.user;
      next();
    } catch (error) {
      next(error);
    }
  });
  companies.on('connection', (socket) => socket.join(socket.data.user));

  const tell = ({ tenant, payload: ready }) => {
    if (ready.erased) return; // the person, while we were catching up
    const ticket = {
      id: ready.ticket_id,
      callbackNumber: ready.number,
      callbackReason: ready.reason,
      callbackDepartment: ready.department,
      waitingMinutes: ready.waiting_minutes,
      priority: ready.priority,
      hasAudio: ready.has_audio,
      hasTranscript: ready.has_transcript,
    };
    for (const user of ready.user_ids) {
      io.of(`/${tenant}`).to(user).emit(`user-${user}-callback`, { action: 'new_callback', ticket });
    }
  };
  const end = host.engine.subscribe(tell, { topic: 'callback.ready' });
  return {
    close: () => {
      end();
      io.engine.close();
      setTimeout(() => open.forEach((socket) => socket.destroy()), CLOSING_MS).unref();
    },
  };
}

module.exports = { startPush };
