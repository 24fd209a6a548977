-- Columns about people that came beside the inventory of personal data (0016).

comment on column platform.notices.acknowledged_by is 'personal: who took note of it';
