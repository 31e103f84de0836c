-- The tables of a FusionPBX that the library reads, with the columns that matter: domains and extensions as FusionPBX 5
-- makes them (texts where it has texts), and the voice assistant's table of destinations.
CREATE TABLE v_domains (
  domain_uuid UUID PRIMARY KEY,
  domain_name TEXT,
  domain_enabled TEXT
);
CREATE TABLE v_extensions (
  extension_uuid UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  domain_uuid UUID REFERENCES v_domains,
  extension TEXT,
  number_alias TEXT,
  effective_caller_id_name TEXT,
  do_not_disturb TEXT,
  enabled TEXT
);
CREATE TABLE v_voice_transfer_destinations (
  transfer_destination_uuid UUID PRIMARY KEY,
  domain_uuid UUID NOT NULL,
  secretary_uuid UUID,
  name VARCHAR(100) NOT NULL,
  aliases TEXT[],
  destination_type VARCHAR(20),
  destination_number VARCHAR(50),
  destination_context VARCHAR(50),
  ring_timeout_seconds INT DEFAULT 30,
  fallback_action VARCHAR(20),
  department VARCHAR(100),
  description TEXT,
  is_enabled BOOLEAN DEFAULT true,
  created_at TIMESTAMP DEFAULT NOW(),
  updated_at TIMESTAMP DEFAULT NOW()
);
INSERT INTO v_domains VALUES
  ('11111111-1111-4111-8111-111111111111', 'acme.pbx.local', 'true'),
  ('22222222-2222-4222-8222-222222222222', 'other.pbx.local', 'true'),
  ('33333333-3333-4333-8333-333333333333', 'empty.pbx.local', 'true');
INSERT INTO v_extensions (domain_uuid, extension, do_not_disturb, enabled) VALUES
  ('11111111-1111-4111-8111-111111111111', '1001', 'false', 'true'),
  ('11111111-1111-4111-8111-111111111111', '1002', 'true', 'true'),
  ('11111111-1111-4111-8111-111111111111', '1003', NULL, 'true'),
  ('11111111-1111-4111-8111-111111111111', '1004', '', 'true'),
  ('22222222-2222-4222-8222-222222222222', '1001', 'true', 'true');
INSERT INTO v_voice_transfer_destinations (transfer_destination_uuid, domain_uuid, name, aliases, destination_type,
  destination_number, destination_context, ring_timeout_seconds, fallback_action, department, description, is_enabled,
  created_at) VALUES
  ('aaaaaaaa-0000-4000-8000-000000000001', '11111111-1111-4111-8111-111111111111', 'Jeni',
   ARRAY['jeni', 'jeniffer', NULL, 'a "Jê", da cobrança'], 'extension', '1004', 'default', 25, 'voicemail', 'Financeiro',
   'Contas a pagar', true, '2026-01-01'),
  ('aaaaaaaa-0000-4000-8000-000000000002', '11111111-1111-4111-8111-111111111111', 'Suporte',
   NULL, 'ring_group', '6000', NULL, NULL, NULL, NULL, NULL, true, '2026-01-02'),
  ('aaaaaaaa-0000-4000-8000-000000000003', '11111111-1111-4111-8111-111111111111', 'Celular do plantão',
   ARRAY[]::TEXT[], 'external', '18 99775-1234', 'public', 40, 'ticket', 'Suporte', NULL, false, '2026-01-03'),
  ('bbbbbbbb-0000-4000-8000-000000000001', '22222222-2222-4222-8222-222222222222', 'Jeni da outra empresa',
   NULL, 'extension', '1001', 'default', 30, 'ticket', 'Vendas', NULL, true, '2026-01-01');
