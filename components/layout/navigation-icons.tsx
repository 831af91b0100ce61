'use client';

// By reference: an icon that a server component draws would travel with every page, twice, as the list of its shapes.
export {
  Boxes,
  ChartLine,
  ClipboardCheck,
  DoorOpen,
  LayoutDashboard,
  ListTodo,
  ScrollText,
  Settings,
  ShieldAlert,
  Users,
} from 'lucide-react';
