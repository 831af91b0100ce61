'use client';

// By reference: an icon that a server component draws would travel with every page, twice, as the list of its shapes.
export { Boxes, LayoutDashboard, ScrollText, Settings, Users } from 'lucide-react';
